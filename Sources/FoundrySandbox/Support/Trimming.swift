extension StringProtocol {
    /// The text without such characters at its ends.
    func trimming(_ isLeftOut: (Character) -> Bool) -> SubSequence {
        var out = drop(while: isLeftOut)
        while let last = out.last, isLeftOut(last) { out = out.dropLast() }
        return out
    }
}
