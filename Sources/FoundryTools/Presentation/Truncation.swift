import FoundryJSON

/// Cuts an answer at whole items, or at whole readouts or constructs of its only item.
struct Truncation {
    /// The bytes that the answer may have.
    let room: Int

    func applied(to value: JSON, _ omitted: inout Omissions) -> JSON {
        if let items = value["items"]?.elements {
            return cut(value, items: items, &omitted)
        }
        if let spec = value["experiment_spec"], let sequences = spec["sequences"]?.members {
            return cut(value, spec, sequences, &omitted)
        }
        guard let readouts = value["summary"]?.elements else { return value }
        let kept = fitting(readouts, in: room - size(of: value.setting("summary", to: [])))
        omitted.readouts += readouts.count - kept.count
        return value.setting("summary", to: JSON(kept))
    }

    private func cut(_ value: JSON, items: [JSON], _ omitted: inout Omissions) -> JSON {
        let roomForItems = room - size(of: value.setting("items", to: []))
        var kept = fitting(items, in: roomForItems)
        if kept.isEmpty, let first = items.first {
            // One item alone is too long: it is given as far as it goes, so that a caller gets on.
            kept = [Truncation(room: roomForItems).applied(to: first, &omitted)]
        }
        let offset = value["offset"]?.int ?? 0
        let total = value["total"]?.int ?? offset + items.count
        var page = value.setting("items", to: JSON(kept)).setting("count", to: JSON(kept.count))
        if offset + kept.count < total {
            page = page.setting("next_offset", to: JSON(offset + kept.count))
        }
        omitted.items += items.count - kept.count
        return page
    }

    /// An experiment of very many constructs; list_experiment_sequences has the others.
    private func cut(_ value: JSON, _ spec: JSON, _ sequences: [JSON.Member], _ omitted: inout Omissions) -> JSON {
        let rest = value.setting("experiment_spec", to: spec.setting("sequences", to: [:]))
        let kept = fitting(sequences, in: room - size(of: rest)) { size(of: JSON($0.name)) + 1 + size(of: $0.value) }
        omitted.sequences += sequences.count - kept.count
        return value.setting("experiment_spec", to: spec.setting("sequences", to: JSON(kept)))
    }

    private func fitting(_ list: [JSON], in room: Int) -> [JSON] {
        fitting(list, in: room) { size(of: $0) }
    }

    /// The longest beginning of a list that has room.
    private func fitting<Element>(_ list: [Element], in room: Int, _ size: (Element) -> Int) -> [Element] {
        var used = 0
        return Array(
            list.prefix { element in
                used += size(element) + 1
                return used <= room
            })
    }

    private func size(of value: JSON) -> Int {
        value.utf8.count
    }
}
