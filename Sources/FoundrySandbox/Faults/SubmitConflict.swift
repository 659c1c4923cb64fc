import FoundryJSON

/// Why the payment provider made no quote, and what the API advises then.
enum SubmitConflict {
    /// The classes of failure by their names in the API, and a hint for each.
    static let hints = [
        "customer_quote_cap":
            "The organization has reached its limit of draft quotes. Ask an administrator to cancel stale ones.",
        "rate_limited": "The payment provider is receiving too many requests. Submit again in a few seconds.",
        "upstream_server_error": "The payment provider had an internal error. Submit again in a minute.",
        "missing_customer": "The organization is not known to the payment provider. Contact support to set up billing.",
        "missing_product": "The price list lacks an item of this experiment. Contact support.",
        "other": "The payment provider refused the quote. Contact support with the request id.",
    ]

    static func error(_ kind: String) -> APIError {
        APIError(
            409, "cannot submit the draft: no quote could be created",
            more: [
                JSON.Member("error_kind", JSON(kind)), JSON.Member("hint", hints[kind].map { JSON($0) } ?? .null),
            ])
    }
}
