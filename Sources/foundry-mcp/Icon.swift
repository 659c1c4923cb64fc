import Foundation

/// The program's picture: an antibody, the letter Y.
enum Icon {
    private static let svg = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b3954"/>\
        <path d="M7 6l9 10v10M25 6l-9 10" fill="none" stroke="#bfd7ea" stroke-width="4" stroke-linecap="round"/></svg>
        """

    /// The picture as a `data:` URI.
    static let dataURI = "data:image/svg+xml;base64," + Data(svg.utf8).base64EncodedString()
}
