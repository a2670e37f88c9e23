package org.sgdlimits.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sgdlimits compare MODEL}: the main job. */
@Command(
        name = "compare",
        description = "Run the methods of a model file, hold them against SGD, write the run folder and its report.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Override
    public Integer call() throws IOException {
        return options.run(TrajectoriesJob.COMPARE, spec.commandLine());
    }
}
