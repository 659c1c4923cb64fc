/// How binding is measured: biolayer interferometry or surface plasmon resonance.
enum Method: String, CaseIterable, Sendable {
    case bli, spr
}
