package org.sgdlimits.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Setting;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model and the options that change what its file says, shared by the commands that take one. */
final class ModelOptions {

    @Parameters(
            paramLabel = "MODEL",
            description = "A model file (.json), or a model stated in Java (.java); for sweep, a sweep file (.json).")
    private Path model;

    @Option(names = "--dimension", paramLabel = "D", description = "Short for --set run.dimension=D.")
    private String dimension;

    @Option(names = "--seed", paramLabel = "S", description = "Short for --set run.seed=S.")
    private String seed;

    @Option(names = "--replicas", paramLabel = "R", description = "Short for --set run.replicas=R.")
    private String replicas;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {
                "Override a key of the model file, such as",
                "--set run.horizon.tau=5 or --set training.rule=plain. May be given several times."
            })
    private List<String> set = List.of();

    /** The file. */
    Path file() {
        return model;
    }

    /** Reads the model with every option applied, those of the command last. */
    Experiment read(List<Setting> more) {
        return Experiment.read(model, settings(more));
    }

    /** Every option as a setting, those of the command last. */
    List<Setting> settings(List<Setting> more) {
        List<Setting> settings = new ArrayList<>();
        set.forEach(text -> settings.add(Setting.parse(text)));
        add(settings, "--dimension", dimension);
        add(settings, "--seed", seed);
        add(settings, "--replicas", replicas);
        settings.addAll(more);
        return settings;
    }

    private static void add(List<Setting> settings, String option, String value) {
        if (value != null) {
            settings.add(Setting.of(option, value, "run." + option.substring(2)));
        }
    }
}
