import FoundryJSON

/// A cut of a value that is too long: at whole items, or at whole constructs of its only item.
///
/// Results are cut at whole rows, by ``ResultPresentation``.
struct Truncation {
    /// The number of bytes that the value may have.
    let room: Int

    /// Returns the value as far as it has room.
    func applied(to value: JSON, _ omitted: inout Omissions) -> JSON {
        if let items = value["items"]?.elements {
            return cut(value, items: items, &omitted)
        }
        if let spec = value["experiment_spec"], let sequences = spec["sequences"]?.members {
            return cut(value, spec, sequences, &omitted)
        }
        return value
    }

    private func cut(_ value: JSON, items: [JSON], _ omitted: inout Omissions) -> JSON {
        let roomForItems = room - value.setting("items", to: []).utf8.count
        var kept = Self.fitting(items, in: roomForItems) { $0.utf8.count }
        if kept.isEmpty, let first = items.first {
            // One item alone is too long: it is given as far as it goes, so that paging makes progress.
            kept = [Truncation(room: roomForItems).applied(to: first, &omitted)]
        }
        return Self.page(value, keeping: kept, of: items.count, &omitted)
    }

    /// Returns a page with the first of its items only.
    static func page(_ page: JSON, keeping kept: [JSON], of count: Int, _ omitted: inout Omissions) -> JSON {
        let offset = page["offset"]?.int ?? 0
        let total = page["total"]?.int ?? offset + count
        var shorter = page.setting("items", to: JSON(kept)).setting("count", to: JSON(kept.count))
        if offset + kept.count < total {
            shorter = shorter.setting("next_offset", to: JSON(offset + kept.count))
        }
        omitted.items += count - kept.count
        return shorter
    }

    private func cut(_ value: JSON, _ spec: JSON, _ sequences: [JSON.Member], _ omitted: inout Omissions) -> JSON {
        let rest = value.setting("experiment_spec", to: spec.setting("sequences", to: [:]))
        let kept = Self.fitting(sequences, in: room - rest.utf8.count) {
            JSON($0.name).utf8.count + 1 + $0.value.utf8.count
        }
        omitted.sequences += sequences.count - kept.count
        return value.setting("experiment_spec", to: spec.setting("sequences", to: JSON(kept)))
    }

    /// Returns the longest beginning of a list that has room, with a comma after each element.
    static func fitting<Element>(_ list: [Element], in room: Int, _ size: (Element) -> Int) -> [Element] {
        var used = 0
        return Array(
            list.prefix { element in
                used += size(element) + 1
                return used <= room
            })
    }
}
