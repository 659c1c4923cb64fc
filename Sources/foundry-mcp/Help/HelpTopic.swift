import FoundryAPI
import FoundryTools

/// The topics of `help TOPIC`, in lines of at most 80 columns.
enum HelpTopic: String, CaseIterable {
    private typealias Variable = FoundryConfiguration.Variable

    case keys, money, scope, sandbox, filters, troubleshooting

    var text: String {
        switch self {
        case .keys: Self.keysText
        case .money: Self.moneyText
        case .scope: Self.scopeText
        case .sandbox: Self.sandboxText
        case .filters: Self.filtersText
        case .troubleshooting: Self.troubleshootingText
        }
    }

    /// The meaning of the exit status of all commands.
    static let exitStatus = "0: success. 1: the command failed. 2: wrong usage. 3: nothing was accepted yet."

    private static let keysText = """
        Keys

        Create a key at https://foundry.adaptyvbio.com, or request one at
        https://foundry.adaptyvbio.com/request-token. It begins with abs0_.

        The program reads it from \(Variable.key) or, if that is unset, from
        \(Variable.otherKey). It never takes a key on the command line, where other users of
        the machine could read it. The key is removed from the environment at once and
        sent to the API only; it never appears in a log, an error or a tool's result.

        Where neither is set, the program runs the command in \(KeyCommand.variable)
        when a call first needs the key, and takes the first line that it prints:

            op read op://Private/Foundry/key
            security find-generic-password -w -s foundry
            secret-tool lookup service foundry

        Your client has to pass the variable on. This shows how each client does it:

            foundry-mcp config CLIENT        prints the entry; --write puts it into
                                             the client's file

        For an agent that should not be able to do everything, create a weaker key:

            foundry-mcp call attenuate_token '{"name": "reader",
                "attenuation": {"read_only": true}}'

        The new key goes to a file that only you can read; the result has its path.
        """

    private static let moneyText = """
        Money

        Searching, estimating, drafting and submitting cost nothing. Four calls can
        commit money: confirm_quote, confirm_experiment_quote, create_experiment with
        auto_accept_quote, and pay_invoice, which is off by default. Each asks you
        first, or needs the exact price in the call:

          a client that can ask you       asks you, with the amount and the currency
          a client that cannot            has to pass expected_amount_cents and
                                          expected_currency, which must match the
                                          quote at that moment

          --max-spend CENTS    refuses every single quote above this amount
          --max-total CENTS    refuses a quote with which the sum of everything that
                               this process accepted would exceed this amount; a new
                               process starts from zero
          --confirm MODE       ask: as above (the default); amount: never asks, the
                               call states the amount; both: asks, and the call
                               states the amount too
          --confirm-timeout S  how long a question waits for its answer; 600

        Both limits are in US cents and compare totals with tax, no matter who agrees;
        they refuse quotes in other currencies. 0 means that nothing may be spent.
        --read-only removes all tools that change anything. The sandbox sends no bills.

        Amounts are in hundredths of the currency: 123456 is 1,234.56. Estimates are
        without VAT; quotes include it.
        """

    private static let toolsets = Columns.wrapped(
        Toolset.allCases.map(\.rawValue).joined(separator: ", "), width: 60
    ).joined(separator: "\n" + Columns.padded("", 20))

    private static let scopeText = """
        Scope

        You choose which tools an agent gets. For the agent, the others do not exist.

          --toolsets a,b    default (everyday tools), all, or names:
                            \(toolsets)
          --tools a,b       single tools, in addition to the toolsets
          --read-only       of these, only the tools that change nothing

        Fewer tools also mean less for the model to read.

            foundry-mcp tools                                    lists the tools
            foundry-mcp serve --read-only --toolsets experiments,results
            foundry-mcp config cursor --write --read-only        for a client
            foundry-mcp doctor                                   checks your key
        """

    private static let sandboxText = """
        Sandbox

        With --sandbox (FOUNDRY_SANDBOX=1) the program runs a simulated lab, with the
        API's routes, rules and states, on a port of this machine. Most prices are
        invented. It needs no key and no network, and sends no bills. The server's
        title, its instructions and every result say that it is a sandbox.

          --pace SECONDS    how long each stage of the lab takes; default 2
          --state FILE      keeps experiments between calls and restarts

            foundry-mcp demo                           a whole order, step by step
            foundry-mcp call list_targets --sandbox    a single call
            foundry-mcp config claude-code --write --sandbox --name foundry-sandbox

        It also runs alone, as an HTTP server for other programs:

            foundry-mcp sandbox --port 8080 --state lab.json

        It prints its address and a key. --fault injects faults, so that you can see
        how your program handles them; foundry-mcp sandbox --help lists them.
        """

    private static let filtersText = """
        Filters

        List tools take filter, sort, search, limit (1 to 100) and offset, as far as the
        API's operation has them.

          comparisons   eq neq gt gte lt lte contains, as in eq(field,value)
          ranges        between(field,low,high)   in(field,a,b,c)
          no value      is_null(field)   is_not_null(field)
          combinations  and(…,…)   or(…,…)   not(…)
          nested        at(field,key)
          conversions   float int text timestamp date, as in date(created_at)

        sort takes -created_at, or desc(created_at),asc(name).

            foundry-mcp call list_experiments '{"sort": "-created_at", "limit": 5,
                "filter": "and(eq(status,done),gte(created_at,2026-01-01))"}'
        """

    private static let troubleshootingText = """
        Troubleshooting

        foundry-mcp doctor finds most problems and says what to do. Run it in the
        terminal that you start the client from, so that both see the same environment.

          no tools in the client     restart it; `command` must be an absolute path
                                     that exists; foundry-mcp tools must list some
          "No API key is set"        the client did not pass the variable on; an app
                                     started from the desktop does not see what your
                                     shell's profile exports: foundry-mcp config …
          401 with a key             incomplete, expired or revoked: run doctor
          403                        the key lacks a permission: doctor lists them
          certificate errors         a proxy in your network, or a wrong clock
          an unknown outcome         do not repeat the call; check first, as the error
                                     tells you

        FOUNDRY_LOG_LEVEL=debug logs each request to stderr, without the key. Most
        clients keep stderr in their log of the server.
        """
}
