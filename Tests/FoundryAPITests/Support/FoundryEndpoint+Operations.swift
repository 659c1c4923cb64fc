@testable import FoundryAPI

/// The endpoints of operations, for tests that send to them without the checks of the client's public methods.
extension FoundryEndpoint {
    static var addSequences: FoundryEndpoint { FoundryOperation.addSequences.endpoint }
    static var attenuateToken: FoundryEndpoint { FoundryOperation.attenuateToken.endpoint }
    static var createExperiment: FoundryEndpoint { FoundryOperation.createExperiment.endpoint }
    static var getExperiment: FoundryEndpoint { FoundryOperation.getExperiment.endpoint }
    static var listExperimentResults: FoundryEndpoint { FoundryOperation.listExperimentResults.endpoint }
    static var listTargets: FoundryEndpoint { FoundryOperation.listTargets.endpoint }
    static var rejectQuote: FoundryEndpoint { FoundryOperation.rejectQuote.endpoint }
    static var revokeToken: FoundryEndpoint { FoundryOperation.revokeToken.endpoint }
    static var submitExperiment: FoundryEndpoint { FoundryOperation.submitExperiment.endpoint }
    static var updateExperiment: FoundryEndpoint { FoundryOperation.updateExperiment.endpoint }
    static var submitFeedback: FoundryEndpoint { FoundryOperation.submitFeedback.endpoint }
    static var whoami: FoundryEndpoint { FoundryOperation.whoami.endpoint }
    static var confirmQuote: FoundryEndpoint { SpendingOperation.confirmQuote.endpoint }
}
