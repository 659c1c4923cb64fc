import FoundryText
import Testing

@Suite("Text from outside, made safe to show")
struct SafeTextTests {
    @Test("Newlines and tabs are kept where a text has lines")
    func visible() {
        #expect(SafeText.visible("a\u{200B}\u{E0041}\u{FEFF}\u{61C}") == #"a\u{200b}\u{e0041}\u{feff}\u{61c}"#)
        #expect(SafeText.visible("👩‍🔬 µM é") == "👩‍🔬 µM é")
        #expect(SafeText.visible("a\n\tb\r\u{1B}") == #"a"# + "\n\tb" + #"\u{d}\u{1b}"#)
    }
}
