package org.sgdlimits.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sgdlimits.experiment.SweepFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sgdlimits sweep SWEEP}: exits over a grid. */
@Command(
        name = "sweep",
        description = {
            "Measure exits over a grid of problems: scaling laws, phase diagrams, search and descent.",
            "A sweep that is interrupted goes on where it stopped when the same command is given again."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class SweepCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Override
    public Integer call() throws IOException {
        return options.run(SweepJob.SWEEP, SweepFile::read, spec.commandLine());
    }
}
