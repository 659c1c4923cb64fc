import Foundation
import FoundryJSON

/// Reading and writing a document of the size of a large API description: this project's tool definitions, twice.
enum JSONFigure {
    static func measure(document: [UInt8], rounds: Int) throws -> Figure {
        var figure = Figure("JSON: read and write \(document.count / 1000) kB", unit: "µs")
        let data = Data(document)
        for _ in 0..<rounds {
            var start = DispatchTime.now()
            let value = try JSON(parsing: document)
            let size = value.utf8.count
            figure.add(seconds(since: start) * 1e6, of: "foundry-mcp")
            start = DispatchTime.now()
            let object = try JSONSerialization.jsonObject(with: data)
            let written = try JSONSerialization.data(withJSONObject: object).count
            figure.add(seconds(since: start) * 1e6, of: "JSONSerialization")
            precondition(size > 0 && written > 0)
        }
        return figure
    }
}
