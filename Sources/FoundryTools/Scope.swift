import FoundryJSON
import FoundryText

/// Which tools are offered. What is not offered does not exist.
public struct Scope: Sendable {
    /// Whether only tools that change nothing are offered.
    public let isReadOnly: Bool
    /// The toolsets that are offered, in their fixed order.
    public let toolsets: [Toolset]
    /// Single tools that are offered beside the toolsets.
    public let extraTools: [String]

    /// All tools but the partners'.
    public static let `default` = Scope(isReadOnly: false, toolsets: Toolset.defaults, extraTools: [])

    private init(isReadOnly: Bool, toolsets: [Toolset], extraTools: [String]) {
        self.isReadOnly = isReadOnly
        self.toolsets = toolsets
        self.extraTools = extraTools
    }

    /// Reads what the command line or the environment says.
    /// - Parameters:
    ///   - toolsets: names with commas between, `default` and `all` among them; nil for the default.
    ///   - tools: names of single tools with commas between, which are offered too.
    /// - Throws: ``ScopeError`` for a name that is unknown, or where nothing would be offered.
    public init(isReadOnly: Bool, toolsets: String?, tools: String?) throws(ScopeError) {
        var chosen = Set<Toolset>()
        for name in Self.names(toolsets ?? "default") {
            switch name {
            case "default": chosen.formUnion(Toolset.defaults)
            case "all": chosen.formUnion(Toolset.allCases)
            default:
                guard let toolset = Toolset(rawValue: name) else {
                    throw ScopeError(
                        unknown: name, what: "toolset", known: ["default", "all"] + Toolset.allCases.map(\.rawValue))
                }
                chosen.insert(toolset)
            }
        }
        let known = ToolName.allCases.map(\.rawValue)
        for name in Self.names(tools ?? "") where !known.contains(name) {
            throw ScopeError(unknown: name, what: "tool", known: known)
        }
        self.init(
            isReadOnly: isReadOnly, toolsets: Toolset.allCases.filter(chosen.contains),
            extraTools: Self.names(tools ?? ""))
        guard !offered.isEmpty else {
            throw ScopeError(message: "no tool is left to offer; name some with --toolsets or --tools")
        }
    }

    /// The tools that are offered, in their fixed order.
    var offered: [Tool] {
        Tool.all.filter { tool in
            (toolsets.contains(tool.toolset) || extraTools.contains(tool.name)) && (!isReadOnly || tool.isReadOnly)
        }
    }

    /// What a model should know of the scope; nil where it is the default.
    var summary: String? {
        var parts: [String] = []
        if isReadOnly { parts.append("read-only: nothing can be created, changed or accepted") }
        if toolsets != Toolset.defaults || !extraTools.isEmpty {
            parts.append("only \((toolsets.map(\.rawValue) + namedTools).joined(separator: ", "))")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// The single tools by name, or where these would fill the instructions, by number.
    private var namedTools: [String] {
        let several = "\(extraTools.count) single tools"
        return extraTools.joined(separator: ", ").utf8.count > 120 ? [several] : extraTools
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }
}

/// Why a scope cannot be had.
public struct ScopeError: Error, Sendable, CustomStringConvertible {
    /// A sentence that names the offending value and what is known.
    public let description: String

    init(message: String) {
        description = message
    }

    init(unknown name: String, what: String, known: [String]) {
        description = "unknown \(what) \(name); known are \(known.joined(separator: ", "))"
    }
}
