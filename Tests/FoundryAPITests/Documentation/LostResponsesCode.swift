import FoundryAPI
import FoundryJSON

/// The code of the article `LostAnswers.md`, which stands here as it does there.
struct LostAnswers {
    enum Draft {
        case made(JSON, note: String?)
        case notMade(String)
        case unknown(String)
    }

    func makeDraft(_ arguments: JSON, with client: FoundryClient) async throws -> Draft {
        do {
            let made = try await client.send(.createExperiment, arguments)
            return .made(made.json?["experiment_id"] ?? .null, note: made.inference)
        } catch let error as FoundryError where error.isRetryable {
            return .notMade(error.message)
        } catch let error as FoundryError
            where [.outcomeUnknown, .upstream, .badResponse, .timeout].contains(error.kind)
        {
            return .unknown(error.message)
        }
    }

    func experiments(named name: String, with client: FoundryClient) async throws -> [JSON] {
        let page = try await client.send(.listExperiments, ["sort": "-created_at", "limit": 100])
        return page.json?["items"]?.elements?.filter { $0["name"] == JSON(name) } ?? []
    }

    func makeDraftToTheEnd(_ arguments: JSON, with client: FoundryClient) async throws -> FoundryResponse {
        try await Task { try await client.send(.createExperiment, arguments) }.value
    }
}
