package org.sgdlimits.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sgdlimits solve MODEL --method ode}: one method, without a comparison. */
@Command(
        name = "solve",
        description = "Run one method and write the run folder.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class SolveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--method",
            paramLabel = "A",
            required = true,
            description = "ode, sde, map, reduced, sgd, hsgd, meanfield or resolvent; of data volterra, hsgd or sgd.")
    private String method;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder; runs/<name>-<method> by default.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Experiment experiment = options.apply(model.read(List.of(Setting.ofList("--method", method, "run.methods"))));
        return new Runner(options, spec.commandLine())
                .run(TrajectoriesJob.SOLVE, experiment, RunOptions.folder(out, experiment.name() + "-" + method));
    }
}
