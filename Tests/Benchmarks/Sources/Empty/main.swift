// What the server itself imports.
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

// Foundation is not only linked but used, as any program on it would.
let line = readLine() ?? ""
let data = Data(line.utf8)
print("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"size\":\(data.count)}}")
