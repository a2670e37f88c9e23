package org.sgdlimits.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sgdlimits exit MODEL}: exit times. */
@Command(
        name = "exit",
        description = {
            "Measure when the runs of a model pass a threshold: formulas, ODE, SDE and SGD, with error bars.",
            "The section \"exit\" of the model file says which, and what is varied."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class ExitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Override
    public Integer call() throws IOException {
        return options.run(ExitJob.EXIT, spec.commandLine());
    }
}
