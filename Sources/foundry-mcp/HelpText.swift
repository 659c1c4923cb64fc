/// What `--help` prints; it fits a screen.
enum HelpText {
    static let text = """
        foundry-mcp \(Program.version): Adaptyv Bio's Foundry, a protein-testing lab, as tools for an AI agent (MCP over stdio)

        usage: foundry-mcp [serve]                 serve MCP on stdin and stdout (what an MCP client launches)
               foundry-mcp demo [--fasta FILE]     an agent's whole journey on the sandbox, told step by step
               foundry-mcp tools [--json|--markdown]
               foundry-mcp call TOOL [JSON|-]      one tool call; prints its result as JSON
                                  [--view]         or shows it in your browser, and prints the page's path
               foundry-mcp sandbox [--port N] [--pace S] [--seed N] [--state FILE] [--fault F …]
               foundry-mcp --version | --help

        flags of serve, tools and call             environment
          --sandbox                                FOUNDRY_SANDBOX=1         no key, no network, no bill
          --pace SECONDS                           FOUNDRY_SANDBOX_PACE      a stage of the sandbox's lab; 2
          --read-only                              FOUNDRY_READ_ONLY=1       only tools that change nothing
          --toolsets a,b                           FOUNDRY_TOOLSETS          default, all, or names of toolsets
          --tools a,b                              FOUNDRY_TOOLS             single tools beside the toolsets
          --max-spend CENTS                        FOUNDRY_MAX_SPEND_CENTS   no quote above this is accepted
          --log-level LEVEL                        FOUNDRY_LOG_LEVEL         error, warning, info or debug
                                                   FOUNDRY_API_TOKEN         your key (or ADAPTYV_API_KEY)
                                                   FOUNDRY_API_URL           the API (or ADAPTYV_API_URL)
                                                   FOUNDRY_TIMEOUT_SECONDS   for one HTTP attempt; 30

        examples
          foundry-mcp demo
          foundry-mcp call list_targets '{"search": "PD-L1"}' --sandbox
          foundry-mcp serve --read-only --toolsets experiments,results

        A key is made at https://foundry.adaptyvbio.com and never taken from the command line.
        """
}
