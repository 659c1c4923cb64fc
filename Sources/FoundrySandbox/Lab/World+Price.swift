extension World {
    /// The antigen of an id: of the catalogue, or one that was taken up for an organization.
    func target(_ id: String, for organizationID: String) -> Target? {
        TargetCatalog.target(id)
            ?? customTargets.first { $0.materialID == id && $0.organizationID == organizationID }?.target
    }

    /// The antigen of an experiment.
    func target(of experiment: Experiment) -> Target? {
        experiment.spec.targetID.flatMap { target($0, for: experiment.organizationID) }
    }

    /// What an experiment costs as it stands.
    func price(of experiment: Experiment, quotesByHand: Bool = false) -> Price {
        PriceList.price(
            experiment.spec, sequences: experiment.sequences.count, target: target(of: experiment),
            quotesByHand: quotesByHand)
    }
}
