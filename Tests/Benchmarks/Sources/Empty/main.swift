import Foundation

#if canImport(FoundationNetworking)
    // Whatever calls an HTTP API on Linux loads this too, and libcurl with it.
    import FoundationNetworking
#endif

// Foundation is not only linked but used, as any program on it would.
let line = readLine() ?? ""
let data = Data(line.utf8)
if line.isEmpty { _ = URLSession.shared }
FileHandle.standardOutput.write(Data("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"size\":\(data.count)}}\n".utf8))
