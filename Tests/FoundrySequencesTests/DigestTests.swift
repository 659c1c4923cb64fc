import Testing

@testable import FoundrySequences

@Suite("The digest of a set of constructs", .timeLimit(.minutes(5)))
struct DigestTests {
    private func set(_ pairs: KeyValuePairs<String, String>) -> ConstructSet {
        ConstructSet(pairs.map { Construct(name: $0.key, residues: $0.value) })
    }

    @Test("The canonical form is sorted by the bytes of names, in upper case, one line a sequence")
    func canonical() {
        let set = set(["b": "mkt:ayi", "ä": "W", "a": "ACD", "B": "EF"])
        #expect(String(decoding: set.canonicalFASTA, as: UTF8.self) == ">B\nEF\n>a\nACD\n>b\nMKT:AYI\n>ä\nW\n")
    }

    @Test("The digest is the SHA-256 of the canonical form, which sha256sum gives for the same file")
    func digest() {
        // printf '>a\nACD\n>b\nMKT\n' | sha256sum
        #expect(
            set(["b": "mkt", "a": "ACD"]).digest == "a47ada41649fdcccd4a4ee8efeebb2e7d95c82d940ac0cd32b941225b7dd3159")
        #expect(ConstructSet([]).digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("Order and case do not count; a letter, a name and what is a name do")
    func sensitivity() {
        let digest = set(["a": "ACD", "b": "MKT"]).digest
        #expect(set(["b": "mkt", "a": "acd"]).digest == digest)
        for other in [
            set(["a": "ACE", "b": "MKT"]), set(["a": "ACD", "c": "MKT"]), set(["a": "ACD"]),
            set(["a": "MKT", "b": "ACD"]),
            set(["a\nACD\n>b": "MKT"]),
        ] {
            #expect(other.digest != digest)
        }
    }

    @Test("The canonical form, read as a file, has the digest of the set that it was made from")
    func fixedPoint() throws {
        let set = set(["positive control": "ACD", "b [x]": "MKT:AYI", "ü 1": "ww"])
        let read = try SequenceFile.constructs(in: set.canonicalFASTA)
        #expect(read.digest == set.digest)
        #expect(read.canonicalFASTA == set.canonicalFASTA)
    }

    @Test("Lengths count residues, not the separators of chains")
    func lengths() {
        #expect(set(["a": "ACD", "b": "MKT:AYI"]).lengths == 3...6)
        #expect(ConstructSet([]).lengths == nil)
    }
}
