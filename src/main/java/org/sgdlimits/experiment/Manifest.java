package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Trajectory;

/**
 * {@code manifest.json}: what was run, by what, how it ended and what it cost; enough to run it again.
 *
 * <p>Wall-clock times are here and nowhere else, so that the data files are the same for the same seed, byte by byte.
 */
public final class Manifest {

    private static final String PROGRAM = "sgdlimits";

    private Manifest() {}

    /**
     * Writes {@code manifest.json}, the last file of a run folder.
     *
     * @param command that ran it
     * @param methods outcome and cost of each method
     * @param files the other files of the run folder
     */
    public static void write(String command, Experiment experiment, ArrayNode methods, List<String> files, Path folder)
            throws IOException {
        Files.writeString(folder.resolve(RunFolder.MANIFEST), Json.print(of(command, experiment, methods, files)));
    }

    private static ObjectNode of(String command, Experiment experiment, ArrayNode methods, List<String> files) {
        ObjectNode manifest = Json.object();
        manifest.put(PROGRAM, Version.program());
        manifest.put("java", Version.java());
        manifest.put("command", command);
        manifest.put("name", experiment.name());
        manifest.put("seed", experiment.settings().seed());
        manifest.set("methods", methods);
        files.forEach(manifest.putArray("files")::add);
        manifest.setAll(experiment.statement());
        return manifest;
    }

    /** Outcome and cost of each method. */
    public static ArrayNode methods(Comparison comparison) {
        ArrayNode methods = Json.object().putArray("methods");
        for (int i = 0; i < comparison.trajectories().size(); i++) {
            Trajectory trajectory = comparison.trajectories().get(i);
            ObjectNode method = methods.addObject();
            method.put("method", trajectory.method());
            method.put("outcome", NetworkSection.word(trajectory.outcome().kind()));
            method.put("message", trajectory.outcome().message());
            method.put("replicas", trajectory.replicas());
            method.put("seconds", comparison.timings().get(i).seconds());
            ObjectNode counts = method.putObject("counts");
            trajectory.counts().forEach(counts::put);
            ObjectNode facts = method.putObject("facts");
            trajectory.facts().forEach(facts::putPOJO);
        }
        return methods;
    }

    /**
     * The experiment that a run folder's manifest states.
     *
     * @throws UserError if there is no manifest, or it cannot be read
     */
    public static Experiment experiment(Path folder) {
        Path file = folder.resolve(RunFolder.MANIFEST);
        JsonNode manifest = read(folder);
        if (manifest.get("modelFile") instanceof ObjectNode model) {
            return ModelFile.read(new Source(file + ": modelFile", List.of()), model);
        }
        if (manifest.get("sweepFile") instanceof ObjectNode sweep) {
            return SweepFile.read(file + ": sweepFile", sweep, List.of());
        }
        JsonNode java = manifest.path("javaModel");
        if (!java.path("text").isTextual() || !java.path("file").isTextual()) {
            throw new UserError(file + ": expected the key \"modelFile\", \"sweepFile\" or \"javaModel\", found none");
        }
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : java.path("run").properties()) {
            settings.add(new Setting(file + ": javaModel", "run." + entry.getKey(), entry.getValue()));
        }
        return JavaModel.read(java.get("file").textValue(), java.get("text").textValue(), settings);
    }

    /** The text under one of the manifest's keys; empty if it is not there. */
    public static String text(Path folder, String key) {
        return read(folder).path(key).asText("");
    }

    private static JsonNode read(Path folder) {
        Path file = folder.resolve(RunFolder.MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new UserError(folder + ": expected a run folder with a " + RunFolder.MANIFEST + ", found none");
        }
        JsonNode manifest = Json.parse(file.toString(), ModelText.read(file));
        if (!manifest.has(PROGRAM)) {
            throw new UserError(file + ": expected a manifest of sgdlimits, with the key \"" + PROGRAM + "\"");
        }
        return manifest;
    }

    /** The files that a run wrote beside its manifest; empty if the folder is no run folder. */
    static Optional<List<String>> files(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(RunFolder.MANIFEST))) {
            return Optional.empty();
        }
        try {
            List<String> files = new ArrayList<>();
            read(folder).path("files").forEach(file -> files.add(file.asText()));
            return Optional.of(files);
        } catch (UserError notOurs) {
            return Optional.empty();
        }
    }
}
