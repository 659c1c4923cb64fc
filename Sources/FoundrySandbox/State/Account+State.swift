import FoundryJSON

extension Organization: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "name": JSON(name), "domain": JSON(domain), "onboarded_by": onboardedBy.map { JSON($0) },
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), name: try state.string("name"), domain: try state.string("domain"),
            onboardedBy: try state.optionalString("onboarded_by"))
    }
}

extension User: StateCodable {
    var state: JSON {
        [
            "id": JSON(id), "organization": JSON(organizationID), "email": JSON(email), "name": JSON(name),
        ]
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), organizationID: try state.string("organization"),
            email: try state.string("email"), name: try state.string("name"))
    }
}

extension Attenuation: StateCodable {
    var state: JSON {
        .object([
            "read_only": JSON(readOnly), "non_destructive": JSON(nonDestructive), "actions": actions?.json,
            "resources": resources?.json, "organizations": organizationIDs?.json, "expires": expiresAt?.state,
        ])
    }

    init(state: StateObject) throws {
        self.init(
            readOnly: try state.bool("read_only"), nonDestructive: try state.bool("non_destructive"),
            actions: try state.strings("actions"), resources: try state.strings("resources"),
            organizationIDs: try state.strings("organizations"), expiresAt: try state.optionalTime("expires"))
    }
}

extension Token.Parent: StateCodable {
    var state: JSON {
        [
            "id": JSON(tokenID), "root": JSON(rootID), "attenuation": attenuation.state,
            "restrictions": restrictions.state,
        ]
    }

    init(state: StateObject) throws {
        self.init(
            tokenID: try state.string("id"), rootID: try state.string("root"),
            attenuation: try state.object("attenuation"), restrictions: try state.list("restrictions"))
    }
}

extension Token: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "secret": JSON(secret), "name": JSON(name), "user": JSON(userID),
            "organization": JSON(organizationID), "created": createdAt.state, "expires": expiresAt?.state,
            "revoked": revokedAt?.state, "partner": JSON(isPartner), "parent": parent?.state,
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), secret: try state.string("secret"), name: try state.string("name"),
            userID: try state.string("user"), organizationID: try state.string("organization"),
            createdAt: try state.time("created"), expiresAt: try state.optionalTime("expires"),
            revokedAt: try state.optionalTime("revoked"), isPartner: try state.bool("partner"),
            parent: try state.optionalObject("parent"))
    }
}
