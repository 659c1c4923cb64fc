/// Stops the program, which libFuzzer reports with the input, where something that must hold does not.
func expect(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #file, line: UInt = #line
) {
    if !condition { fatalError(message(), file: file, line: line) }
}

/// The value of an expression that must not throw.
func require<Value>(
    _ message: @autoclosure () -> String, file: StaticString = #file, line: UInt = #line, _ body: () throws -> Value
) -> Value {
    do {
        return try body()
    } catch {
        fatalError("\(message()): \(error)", file: file, line: line)
    }
}
