import Foundation
import Testing

@testable import foundry_mcp

@Suite("The environment", .timeLimit(.minutes(5)))
struct ProcessEnvironmentTests {
    @Test("An empty variable counts as unset")
    func empty() {
        let environment = ProcessEnvironment(["A": "", "B": "b"])
        #expect(environment["A"] == nil)
        #expect(environment["B"] == "b")
    }

    @Test(
        "A reference in place of a key is recognized",
        arguments: ["${FOUNDRY_API_TOKEN}", "$ADAPTYV_API_KEY", "${env:X}", "${input:foundry-api-token}", " ${A}\n"])
    func references(_ text: String) {
        let environment = ProcessEnvironment(["ADAPTYV_API_KEY": text, "OTHER": text])
        #expect(environment.references.map(\.variable) == ["ADAPTYV_API_KEY"])
        #expect(environment["ADAPTYV_API_KEY"] == nil)
        #expect(environment["OTHER"] == text)
    }

    @Test(
        "Not every text with a dollar sign is a reference", arguments: ["$", "${}", "$5 a month", "abs0_$A", "$(pass)"])
    func others(_ text: String) {
        #expect(ProcessEnvironment(["FOUNDRY_API_TOKEN": text]).references.isEmpty)
    }

    @Test("The user's folders come from the variables, if these are absolute")
    func folders() {
        let plain = UserFolders(ProcessEnvironment(["HOME": "/h"]))
        #expect(plain.home == "/h")
        #expect(plain.tokens.path == "/h/.config/foundry-mcp/tokens")
        let moved = UserFolders(ProcessEnvironment(["HOME": "/h", "XDG_CONFIG_HOME": "/x"]))
        #expect(moved.tokens.path == "/x/foundry-mcp/tokens")
        let relative = UserFolders(ProcessEnvironment(["HOME": "h", "XDG_CONFIG_HOME": "x"]))
        #expect(relative.home.hasPrefix("/"))
        #expect(relative.configuration == relative.home + "/.config")
    }
}
