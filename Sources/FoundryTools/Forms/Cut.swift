import JSON

/// Cuts an answer at whole items, or at whole readouts of its only item.
struct Cut {
    /// The bytes that the answer may have.
    let room: Int

    func applied(to value: JSON, _ omitted: inout Omissions) -> JSON {
        if let items = value["items"]?.elements {
            return cut(value, items: items, &omitted)
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
            kept = [Cut(room: roomForItems).applied(to: first, &omitted)]
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

    /// The longest beginning of a list that has room.
    private func fitting(_ list: [JSON], in room: Int) -> [JSON] {
        var used = 0
        return Array(
            list.prefix { element in
                used += size(of: element) + 1
                return used <= room
            })
    }

    private func size(of value: JSON) -> Int {
        value.utf8.count
    }
}
