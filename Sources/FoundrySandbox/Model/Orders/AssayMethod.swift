/// How binding is measured: biolayer interferometry or surface plasmon resonance.
enum AssayMethod: String, CaseIterable, Sendable {
    case bli, spr
}
