/// The requirements of the protocol's conformance project, by their ids, and the tests that hold them for this server.
///
/// Source of the ids: `modelcontextprotocol/conformance`, `src/seps/*.yaml`, of the SEPs 1034, 1303, 1330, 1613, 2106,
/// 2322, 2549, 2567, 2575, 2640 and 2663, as of August 2026. SEP-2260 has sentences and no ids: that a request of the server
/// belongs to one of the client is what `LegacyElicitationTests` holds. The ids of SEP-2640 are those of a draft of the
/// Skills extension.
enum Conformance {
    /// The reason for which a requirement is none for this server.
    enum Exemption {
        /// It is one for clients.
        case client
        /// It is one for the HTTP transport, and this server has stdio only.
        case http
        /// The server does not use what it is about.
        case unused(String)
        /// The specification now has something else.
        case superseded(String)
    }

    /// The standing of a requirement.
    enum Standing {
        /// These tests hold it, each as `Suite.function`.
        case held([String])
        case exempt(Exemption)
    }

    static let requirements: [(id: String, standing: Standing)] = [
        ("elicitation-sep1034-string-default", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1034-integer-default", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1034-number-default", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1034-enum-default", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1034-boolean-default", .held(["AgreementTests.question"])),
        ("client-elicitation-sep1034-string-default", .exempt(.client)),
        ("client-elicitation-sep1034-integer-default", .exempt(.client)),
        ("client-elicitation-sep1034-number-default", .exempt(.client)),
        ("client-elicitation-sep1034-enum-default", .exempt(.client)),
        ("client-elicitation-sep1034-boolean-default", .exempt(.client)),
        ("sep-1303-input-validation-tool-error", .held(["EveryToolTests.bad"])),
        ("sep-1303-malformed-request-protocol-error", .held(["ToolCallTests.malformed"])),
        ("elicitation-sep1330-untitled-single", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1330-titled-single", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1330-untitled-multi", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1330-titled-multi", .exempt(.unused("questions have one field, a boolean"))),
        ("elicitation-sep1330-legacy-enumnames", .exempt(.unused("questions have one field, a boolean"))),
        ("sep-1330-elicit-result-array-content", .exempt(.unused("questions have one field, a boolean"))),
        ("json-schema-2020-12-$schema", .held(["SchemaCompileTests.dialects"])),
        ("json-schema-2020-12-$defs", .exempt(.unused("definitions have no $defs, which some models' APIs reject"))),
        ("sep-1613-validate-per-dialect", .held(["SchemaCompileTests.dialects"])),
        ("sep-1613-unsupported-dialect-error", .held(["SchemaCompileTests.dialects"])),
        ("sep-1613-schema-valid-per-dialect", .held(["DefinitionTests.schemas"])),
        ("sep-1613-input-schema-not-null", .held(["DefinitionTests.schemas"])),
        ("sep-2106-no-network-ref-deref", .held(["SchemaCompileTests.references"])),
        ("sep-2106-client-composition-keywords-preserved", .exempt(.client)),
        ("sep-2106-client-conditional-keywords-preserved", .exempt(.client)),
        ("sep-2106-client-anchor-keyword-preserved", .exempt(.client)),
        ("sep-2322-result-type-included", .held(["ToolCallTests.success", "ModernElicitationTests.inputRequired"])),
        ("sep-2322-default-result-type-complete", .exempt(.client)),
        ("sep-2322-not-on-unsupported-requests", .held(["ModernElicitationTests.inputRequired"])),
        ("sep-2322-elicitation-incomplete", .held(["ModernElicitationTests.inputRequired"])),
        ("sep-2322-sampling-incomplete", .exempt(.unused("sampling is not used"))),
        ("sep-2322-list-roots-incomplete", .exempt(.unused("roots are not used"))),
        (
            "sep-2322-reject-tampered-state",
            .held([
                "ModernElicitationTests.alteredState",
                "ModernElicitationTests.otherProcess",
                "ModernElicitationTests.expired",
            ])
        ),
        ("sep-2322-request-state-incomplete", .held(["ModernElicitationTests.inputRequired"])),
        ("sep-2322-respect-client-capabilities", .held(["ModernElicitationTests.capabilities"])),
        ("sep-2322-client-request-state-echoed", .exempt(.client)),
        ("sep-2322-client-no-state-omitted", .exempt(.client)),
        ("sep-2322-client-jsonrpc-id-different", .exempt(.client)),
        ("sep-2322-client-parallel-isolation", .exempt(.client)),
        (
            "sep-2322-validate-input-responses",
            .held(["ModernElicitationTests.malformedAnswer", "ModernElicitationTests.malformedResponses"])
        ),
        (
            "sep-2322-error-on-protocol-error",
            .held(["ConnectionInputTests.notJSON", "ModernElicitationTests.malformedState"])
        ),
        ("sep-2322-ignore-unexpected-params", .held(["ModernElicitationTests.moreKeys"])),
        ("sep-2322-missing-response-rerequests", .held(["ModernElicitationTests.otherKeys"])),
        ("sep-2549-tools-list-caching-hints", .held(["ToolListTests.result"])),
        ("sep-2549-prompts-list-caching-hints", .held(["CachingTests.hints"])),
        ("sep-2549-resources-list-caching-hints", .held(["CachingTests.hints"])),
        ("sep-2549-resources-templates-list-caching-hints", .held(["CachingTests.hints"])),
        ("sep-2549-resources-read-caching-hints", .held(["CachingTests.hints"])),
        ("sep-2549-ttl-non-negative", .held(["CachingTests.hints"])),
        ("sep-2549-cache-scope-valid", .held(["CachingTests.hints"])),
        ("sep-2567-server-accepts-requests-without-session-id", .exempt(.http)),
        ("sep-2567-tools-list-connection-invariant", .held(["ToolListTests.sameBytes"])),
        ("sep-2567-resources-list-connection-invariant", .held(["CachingTests.unchanging"])),
        ("sep-2567-prompts-list-connection-invariant", .held(["CachingTests.unchanging"])),
        ("sep-2567-server-ignores-session-id", .exempt(.http)),
        ("sep-2567-server-rejects-get-and-delete", .exempt(.http)),
        ("sep-2567-server-ignores-last-event-id", .exempt(.http)),
        ("sep-2575-client-populates-meta", .exempt(.client)),
        (
            "sep-2575-server-rejects-undeclared-capability",
            .held(["TaskTests.notDeclared", "ModernEraTests.stateless"])
        ),
        ("sep-2575-missing-capability-http-400", .exempt(.http)),
        ("sep-2575-server-tags-subscription-id", .held(["SubscriptionTests.several", "TaskNotificationTests.two"])),
        ("sep-2575-server-unsupported-version-error", .held(["ModernEraTests.unsupportedVersion"])),
        ("sep-2575-client-retry-supported-version", .exempt(.client)),
        ("sep-2575-server-implements-discover", .held(["ModernEraTests.discover"])),
        ("sep-2575-http-server-no-independent-requests-on-stream", .exempt(.http)),
        ("sep-2575-http-client-sends-version-header", .exempt(.http)),
        ("sep-2575-http-version-header-matches-meta", .exempt(.http)),
        ("sep-2575-http-server-header-mismatch-400", .exempt(.http)),
        ("sep-2575-http-server-unsupported-version-400", .exempt(.http)),
        ("sep-2575-http-server-method-not-found-404", .exempt(.http)),
        ("sep-2575-server-honors-notification-filter", .held(["SubscriptionTests.modernClient"])),
        (
            "sep-2575-server-sends-subscription-ack",
            .held(["SubscriptionTests.confirmation", "TaskNotificationTests.changes"])
        ),
        ("sep-2575-client-declares-elicitation-capability", .exempt(.client)),
        ("sep-2575-client-declares-roots-capability", .exempt(.client)),
        ("sep-2575-client-declares-sampling-capability", .exempt(.client)),
        ("sep-2575-server-declares-prompts-in-discover", .held(["CapabilitiesTests.everything"])),
        (
            "sep-2575-server-sends-prompts-list-changed-on-subscription",
            .exempt(.unused("listChanged is not declared, since lists do not change"))
        ),
        (
            "sep-2575-server-sends-tools-list-changed-on-subscription",
            .exempt(.unused("listChanged is not declared, since lists do not change"))
        ),
        ("sep-2575-server-no-log-without-loglevel", .held(["CachingTests.noLogMessages"])),
        ("sep-2640-skillmd-required", .held(["SkillContentTests.size"])),
        ("sep-2640-skillmd-frontmatter", .held(["SkillsHostTests.host"])),
        ("sep-2640-skill-uri-scheme", .held(["SkillsHostTests.host"])),
        ("sep-2640-final-segment-equals-name", .held(["SkillsHostTests.host"])),
        ("sep-2640-no-nested-skills", .held(["SkillContentTests.complete"])),
        ("sep-2640-name-naming-rules", .held(["SkillContentTests.names"])),
        ("sep-2640-prefix-rfc3986", .held(["SkillContentTests.names"])),
        ("sep-2640-skillmd-mimetype", .held(["SkillsHostTests.host"])),
        ("sep-2640-skillmd-metadata-name", .held(["SkillsHostTests.ordinary"])),
        ("sep-2640-skillmd-metadata-description", .held(["SkillsHostTests.ordinary"])),
        ("sep-2640-meta-prefix", .exempt(.unused("skill files have no _meta"))),
        ("sep-2640-host-load-by-uri", .exempt(.client)),
        ("sep-2640-host-support-archive-formats", .exempt(.client)),
        ("sep-2640-host-archive-safety", .exempt(.client)),
        ("sep-2640-host-verify-digest", .exempt(.client)),
        ("sep-2640-host-no-empty-index-assumption", .exempt(.client)),
        ("sep-2640-client-ignore-unrecognized", .exempt(.client)),
        (
            "sep-2640-server-expose-index",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        (
            "sep-2640-index-entry-type-enum",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        (
            "sep-2640-index-name-required",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        (
            "sep-2640-index-digest-required",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        (
            "sep-2640-archive-format",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        (
            "sep-2640-archive-skillmd-at-root",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        (
            "sep-2640-archive-no-traversal",
            .exempt(.superseded("skills/list and skills/get; the final extension has neither index nor archives"))
        ),
        ("sep-2640-capability-directory-read-flag", .held(["SkillTests.capability"])),
        ("sep-2640-directory-read-method-registered", .held(["SkillsHostTests.host"])),
        ("sep-2640-directory-read-subdir-mimetype", .held(["SkillTests.directories"])),
        ("sep-2640-directory-read-result-resources-shape", .held(["SkillTests.directories"])),
        ("sep-2640-directory-read-invalid-params", .held(["SkillTests.noDirectory"])),
        ("sep-2640-directory-read-pagination", .exempt(.unused("every directory fits one page"))),
        ("sep-2663-server-rejects-undeclared-client", .held(["WaitForExperimentTests.waits"])),
        ("sep-2663-client-handles-polymorphic-result", .exempt(.client)),
        ("sep-2663-client-rejects-task-result-on-unsupported", .exempt(.client)),
        ("sep-2663-server-returns-missing-capability-when-required", .held(["TaskTests.notDeclared"])),
        ("sep-2663-server-returns-missing-capability-data-shape", .held(["TaskTests.notDeclared"])),
        ("sep-2663-result-type-task-on-create", .held(["TaskTests.create"])),
        ("sep-2663-no-task-result-type-on-others", .held(["TaskTests.working", "TaskTests.cancel"])),
        (
            "sep-2663-failed-status-jsonrpc-only",
            .exempt(.unused("a task fails as its tool does, with the status completed"))
        ),
        ("sep-2663-durable-create-strong-consistency", .held(["TaskTests.create"])),
        ("sep-2663-mrtr-synchronous-before-task-creation", .held(["WaitForExperimentTests.task"])),
        ("sep-2663-tasks-get-status-working", .held(["TaskTests.working"])),
        ("sep-2663-tasks-get-status-input-required", .exempt(.unused("tasks ask nothing"))),
        ("sep-2663-tasks-get-status-completed", .held(["TaskTests.done"])),
        (
            "sep-2663-tasks-get-status-cancelled",
            .exempt(.unused("a cancelled wait goes on for whoever asks; it costs nothing"))
        ),
        (
            "sep-2663-tasks-get-status-failed",
            .exempt(.unused("a task fails as its tool does, with the status completed"))
        ),
        ("sep-2663-result-type-complete-on-tasks-get", .held(["TaskTests.working"])),
        ("sep-2663-input-request-key-unique-per-task", .exempt(.unused("tasks ask nothing"))),
        ("sep-2663-no-key-reuse-after-response", .exempt(.unused("tasks ask nothing"))),
        ("sep-2663-update-ack-empty-result", .held(["TaskTests.update"])),
        ("sep-2663-update-error-unknown-task-id", .held(["TaskTests.unknown"])),
        ("sep-2663-update-ignore-unknown-keys", .held(["TaskTests.update"])),
        ("sep-2663-result-type-complete-on-tasks-update", .held(["TaskTests.update"])),
        ("sep-2663-cancel-not-via-cancelled-notification", .exempt(.client)),
        ("sep-2663-cancel-ack-empty-result", .held(["TaskTests.cancel"])),
        ("sep-2663-cancel-error-unknown-task-id", .held(["TaskTests.unknown"])),
        ("sep-2663-result-type-complete-on-tasks-cancel", .held(["TaskTests.cancel"])),
        ("sep-2663-subscribe-missing-capability-non-declaring", .held(["TaskNotificationTests.notDeclared"])),
        ("sep-2663-no-progress-or-message-on-task-stream", .held(["TaskNotificationTests.changes"])),
        ("sep-2663-client-emits-mcp-name-on-tasks-methods", .exempt(.http)),
        ("sep-2663-routing-headers-accepted-on-tasks-get", .exempt(.http)),
        ("sep-2663-server-rejects-mismatched-mcp-name-on-tasks-get", .exempt(.http)),
        ("sep-2663-tasks-get-invalid-task-id-32602", .held(["TaskTests.unknown"])),
        ("sep-2663-tasks-update-cancel-invalid-task-id-32602", .held(["TaskTests.unknown"])),
        ("sep-2663-tasks-methods-non-declaring", .held(["TaskTests.notDeclared"])),
    ]
}
