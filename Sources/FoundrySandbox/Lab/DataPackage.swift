import FoundryFoundation
import FoundryJSON
import FoundrySystem

/// The raw data of an experiment: a zip archive of CSV files.
enum DataPackage {
    static func archive(of experiment: Experiment, _ state: SandboxState) -> [UInt8] {
        let laboratory = state.laboratory(for: experiment)
        var zip = ZipArchive()
        zip.add("README.txt", readme(experiment, laboratory))
        switch experiment.spec.type {
        case .affinity, .screening:
            let curves = BindingCurves(laboratory)
            for (index, measurement) in laboratory.bindings().enumerated() {
                for replicate in measurement.replicates.indices {
                    let name = fileName(measurement.sequence.label, index + 1)
                    zip.add("curves/\(name)_replicate_\(replicate + 1).csv", curves.csv(measurement, replicate))
                }
            }
        case .thermostability:
            for (index, sequence) in laboratory.sequences.enumerated() {
                zip.add(
                    "melting/\(fileName(sequence.label, index + 1)).csv",
                    meltingCSV(laboratory, sequence))
            }
        case .expression, .fluorescence, .enzymeActivity, .epitopeBinning:
            let metadata = JSON(laboratory.measure().metadata)
            zip.add("readouts.csv", readoutsCSV(metadata["readouts"]?.elements ?? []))
            if let competition = metadata["competition"] { zip.add("competition.csv", matrixCSV(competition)) }
        }
        return zip.bytes
    }

    private static func readme(_ experiment: Experiment, _ laboratory: Laboratory) -> String {
        """
        Raw data of \(experiment.code), \(experiment.spec.type.title.lowercased())
        Made up by the Foundry sandbox: nothing was measured.
        Constructs: \(laboratory.sequences.count) of \(experiment.sequences.count)

        curves/    binding: seconds, then the signal at each antigen concentration (nM)
        melting/   nanoDSF: temperature (degrees Celsius), ratio of fluorescence at 350 and 330 nm

        """
    }

    /// Returns a name that is safe in every file system.
    private static func fileName(_ label: String, _ number: Int) -> String {
        let safe = label.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "_"
        }
        return "\(number)_" + String(safe.prefix(60))
    }

    private static func meltingCSV(_ laboratory: Laboratory, _ sequence: SequenceRecord) -> String {
        var generator = laboratory.generator("melting curve" + sequence.id)
        let transitions = laboratory.melting(sequence)
        var lines = ["temperature_c,ratio_350_330"]
        for temperature in stride(from: 20.0, through: 95, by: 0.5) {
            let steps = transitions.reduce(0) { $0 + 0.35 / (1 + exp(-(temperature - $1.inflection) / 1.6)) }
            let ratio = 0.72 + 0.0008 * temperature + steps + generator.normal(deviation: 0.002)
            lines.append("\(temperature),\(ratio.rounded(digits: 4))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func readoutsCSV(_ readouts: [JSON]) -> String {
        let names = readouts.first?.members?.map(\.name) ?? []
        let lines = readouts.map { readout in names.map { quoted(readout[$0] ?? .null) }.joined(separator: ",") }
        return ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    private static func matrixCSV(_ competition: JSON) -> String {
        let names = competition["captured"]?.elements ?? []
        let rows = competition["relative_signal"]?.elements ?? []
        let lines = zip(names, rows).map { name, row in
            ([name] + (row.elements ?? [])).map(quoted).joined(separator: ",")
        }
        return ([([JSON("captured")] + names).map(quoted).joined(separator: ",")] + lines).joined(separator: "\n")
            + "\n"
    }

    /// Returns a field of CSV (RFC 4180).
    private static func quoted(_ value: JSON) -> String {
        switch value.kind {
        case .null: ""
        case .number, .boolean: value.text
        case .string, .array, .object:
            "\"" + (value.string ?? value.text).replacing("\"", with: "\"\"") + "\""
        }
    }
}

/// The binding curves that lead to the measured kinetics: association to an antigen, then dissociation.
private struct BindingCurves {
    private let laboratory: Laboratory
    private let instrument: BindingInstrument
    /// In nM.
    private let concentrations: [Double]
    /// In seconds.
    private static let (association, end, step) = (300.0, 900.0, 5.0)

    init(_ laboratory: Laboratory) {
        self.laboratory = laboratory
        let spec = laboratory.experiment.spec
        instrument = BindingInstrument(spec)
        concentrations =
            spec.type == .screening ? [1000] : spec.antigenConcentrations ?? ExperimentSpec.defaultConcentrations
    }

    func csv(_ measurement: BindingMeasurement, _ replicate: Int) -> String {
        var generator = laboratory.generator("curve \(replicate)" + measurement.sequence.id)
        let noise = instrument.fullSignal * 0.003
        var lines = [
            "time_s,"
                + concentrations.map { "signal_\(instrument.signalUnits)_at_\(JSON($0).text)_nM" }
                .joined(separator: ",")
        ]
        for time in stride(from: 0, through: BindingCurves.end, by: BindingCurves.step) {
            let signals = concentrations.map { concentration in
                let signal = signal(measurement, measurement.replicates[replicate], concentration * 1e-9, at: time)
                return JSON((signal + generator.normal(deviation: noise)).rounded(digits: 4)).text
            }
            lines.append("\(Int(time))," + signals.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Returns the signal by the 1:1 model.
    private func signal(
        _ measurement: BindingMeasurement, _ replicate: BindingMeasurement.Replicate, _ concentration: Double,
        at time: Double
    ) -> Double {
        guard replicate.outcome == .binds, concentration > 0, let interaction = measurement.interaction else {
            return 0
        }
        let kon = replicate.fit?.kon ?? interaction.kon
        let koff = replicate.fit?.koff ?? interaction.kon * interaction.kd
        let rate = kon * concentration + koff
        let equilibrium = interaction.maximumSignal * instrument.fullSignal * kon * concentration / rate
        let bound = equilibrium * (1 - exp(-rate * min(time, BindingCurves.association)))
        return time <= BindingCurves.association ? bound : bound * exp(-koff * (time - BindingCurves.association))
    }
}

/// A zip archive of uncompressed files.
struct ZipArchive {
    private var files: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Adds a text file.
    mutating func add(_ name: String, _ text: String) {
        let (name, content) = (Array(name.utf8), Array(text.utf8))
        // Version 2.0, UTF-8 names, stored, 1980-01-01, checksum, and the sizes.
        let common =
            little(20, 2) + little(0x0800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
            + little(Int(CRC32.checksum(of: content)), 4) + little(content.count, 4) + little(content.count, 4)
            + little(name.count, 2) + little(0, 2)
        directory +=
            little(0x0201_4b50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
            + little(0, 4) + little(files.count, 4) + name
        files += little(0x0403_4b50, 4) + common + name + content
        count += 1
    }

    var bytes: [UInt8] {
        files + directory + little(0x0605_4b50, 4) + little(0, 2) + little(0, 2) + little(count, 2)
            + little(count, 2) + little(directory.count, 4) + little(files.count, 4) + little(0, 2)
    }

    private func little(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
