import FoundryFoundation
import FoundryText

/// The place of a resource.
enum FoundryURI: Hashable {
    case guide(Guide)
    case experiment(String, ExperimentPart)
    case target(String)
    case quote(String)
    case invoicePDF(String)
    /// Several experiments in one file.
    case export([String], ExportFormat)

    /// The largest number of experiments in one file.
    static let largestExport = 20

    /// A part of an experiment; the raw value is the end of its URI.
    enum ExperimentPart: String, CaseIterable {
        case details = ""
        case results = "/results"
        case resultsCSV = "/results.csv"
        case replicatesCSV = "/replicates.csv"
        case reportMarkdown = "/report.md"
        case reportHTML = "/report.html"
        case sequencesFASTA = "/sequences.fasta"
        case quotePDF = "/quote.pdf"
        case updates = "/updates"
    }

    private static let scheme = "foundry://"
    private static let invoiceFile = "invoice.pdf"

    /// Reads a URI; nil if it is not one of this server.
    init?(_ uri: String) {
        guard uri.hasPrefix(Self.scheme) else { return nil }
        let path = uri.dropFirst(Self.scheme.count)
        let parts = path.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2 else { return nil }
        switch parts[0] {
        case "guide":
            guard parts.count == 2, let guide = Guide(rawValue: parts[1]) else { return nil }
            self = .guide(guide)
        case "experiments":
            let end = parts.count == 3 ? "/" + parts[2] : ""
            guard UUID(uuidString: parts[1]) != nil, let part = ExperimentPart(rawValue: end) else { return nil }
            self = .experiment(parts[1].lowercased(), part)
        case "targets":
            guard parts.count == 2, UUID(uuidString: parts[1]) != nil else { return nil }
            self = .target(parts[1].lowercased())
        case "quotes":
            guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy(\.isPlain) else { return nil }
            self = .quote(parts[1])
        case "invoices":
            guard parts.count == 3, parts[2] == Self.invoiceFile, !parts[1].isEmpty, parts[1].allSatisfy(\.isPlain)
            else {
                return nil
            }
            self = .invoicePDF(parts[1])
        case "exports":
            guard parts.count == 3, let format = ExportFormat.allCases.first(where: { $0.fileName == parts[2] }) else {
                return nil
            }
            let ids = parts[1].split(separator: ".", omittingEmptySubsequences: false).map { $0.lowercased() }
            guard ids.count <= Self.largestExport, ids.allSatisfy({ UUID(uuidString: $0) != nil }) else { return nil }
            self = .export(ids, format)
        default:
            return nil
        }
    }

    /// The URI.
    var text: String {
        switch self {
        case .guide(let guide): "\(Self.scheme)guide/\(guide.rawValue)"
        case .experiment(let id, let part): "\(Self.scheme)experiments/\(id)\(part.rawValue)"
        case .target(let id): "\(Self.scheme)targets/\(id)"
        case .quote(let id): "\(Self.scheme)quotes/\(id)"
        case .invoicePDF(let id): "\(Self.scheme)invoices/\(id)/\(Self.invoiceFile)"
        case .export(let ids, let format): "\(Self.scheme)exports/\(ids.joined(separator: "."))/\(format.fileName)"
        }
    }

    /// The media type of the resource.
    var mimeType: String {
        switch self {
        case .guide: "text/markdown"
        case .experiment(_, .resultsCSV), .experiment(_, .replicatesCSV): "text/csv"
        case .experiment(_, .sequencesFASTA): "text/x-fasta"
        case .experiment(_, .reportMarkdown): "text/markdown"
        case .experiment(_, .reportHTML): "text/html"
        case .export(_, let format): format.mimeType
        case .experiment(_, .quotePDF), .invoicePDF: "application/pdf"
        case .experiment, .target, .quote: "application/json"
        }
    }
}
