import FoundryAPI
import FoundryTools

/// What `help TOPIC` explains, in lines of at most 80 columns.
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

    private static let keysText = """
        Keys

        A key is made at https://foundry.adaptyvbio.com, or asked for at
        https://foundry.adaptyvbio.com/request-token. It begins with abs0_.

        The program takes it from \(Variable.key), or from \(Variable.otherKey) where that
        is unset; never from the command line, where others on the machine could read
        it. It is taken out of the environment at once and sent to the API alone: no
        log, error or tool result has it.

        Your client has to hand the variable on. How each does it:

            foundry-mcp config CLIENT        prints it; --write puts it into the file

        For an agent that should not be able to do everything, make a narrower key:

            foundry-mcp call attenuate_token '{"name": "reader",
                "attenuation": {"read_only": true}}'

        It is written to a file that only you can read; its path is in the answer.
        """

    private static let moneyText = """
        Money

        Looking, estimating, drafting and submitting cost nothing. Three things commit
        money: confirm_quote, confirm_experiment_quote, and create_experiment with
        auto_accept_quote. None happens before the price was named:

          a client that can ask you       is made to ask, with amount and currency
          a client that cannot            must name expected_amount_cents and
                                          expected_currency, which are compared with
                                          the quote at that moment

        --max-spend CENTS (FOUNDRY_MAX_SPEND_CENTS) refuses any quote above it, whoever
        says yes; it is in US cents, and refuses other currencies. --read-only leaves
        out every tool that changes anything. --sandbox has no bill at all.

        Amounts are in hundredths of the currency: 123456 is 1,234.56. VAT is not in.
        """

    private static let toolsets = HelpText.wrap(
        Toolset.allCases.map(\.rawValue).joined(separator: ", "), width: 60
    ).joined(separator: "\n" + Columns.padded("", 20))
    private static let others = Toolset.allCases.filter { !Toolset.defaults.contains($0) }.map(\.rawValue)
        .joined(separator: ", ")

    private static let scopeText = """
        Scope

        What is not offered does not exist for the agent.

          --toolsets a,b    default (all but \(others)), all, or names:
                            \(toolsets)
          --tools a,b       single tools beside the toolsets
          --read-only       of those, only tools that change nothing

        Fewer tools also cost the model less to read.

            foundry-mcp tools                                    what is offered
            foundry-mcp serve --read-only --toolsets experiments,results
            foundry-mcp config cursor --write --read-only        for a client
            foundry-mcp doctor                                   what your key may use
        """

    private static let sandboxText = """
        Sandbox

        With --sandbox (FOUNDRY_SANDBOX=1) the program brings its own lab: the API's
        routes, rules, prices and states on a port of this machine. No key, no network,
        no bill. Its title, its instructions and every result say that it is one.

          --pace SECONDS    how long each stage of the lab takes; 2, fractions allowed

            foundry-mcp demo                           a whole order, told step by step
            foundry-mcp call list_targets --sandbox    a call
            foundry-mcp config claude-code --write --sandbox --name foundry-sandbox

        For other programs it runs alone, as an HTTP server:

            foundry-mcp sandbox --port 8080 --state lab.json

        It prints its address and a key. --fault makes it fail on purpose, so that you
        can see what your program does then; foundry-mcp sandbox --help tells how.
        """

    private static let filtersText = """
        Filters

        List tools take filter, sort, search, limit (1 to 100) and offset, where the
        API's operation has them.

          compare       eq neq gt gte lt lte contains (field,value)
          ranges        between(field,low,high)   in(field,a,b,c)
          no value      is_null(field)   is_not_null(field)
          combine       and(…,…)   or(…,…)   not(…)
          look inside   at(field,key)
          take it as    float int text timestamp date, as in date(created_at)

        sort takes -created_at, or desc(created_at),asc(name).

            foundry-mcp call list_experiments '{"sort": "-created_at", "limit": 5,
                "filter": "and(eq(status,done),gte(created_at,2026-01-01))"}'
        """

    private static let troubleshootingText = """
        Troubleshooting

        foundry-mcp doctor says what is wrong and what to do. Run it in the terminal
        from which you start the client, so that it has the same environment.

          no tools in the client     restart it; `command` must be an absolute path
                                     that exists; foundry-mcp tools must list some
          “No API key is set”        the client did not hand on the variable; an app
                                     started from the desktop does not know what your
                                     shell's profile exports: foundry-mcp config …
          401 with a key             incomplete, expired or revoked: doctor
          403                        the key may not do that: doctor lists what
          certificate errors         a proxy of your network, or a wrong clock
          an outcome that is         do not repeat the call; look first, as it says
          unknown

        FOUNDRY_LOG_LEVEL=debug logs each request to stderr, without the key. Clients
        keep stderr in their log of the server.
        """
}
