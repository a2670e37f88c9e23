package org.sgdlimits.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.experiment.Manifest;
import org.sgdlimits.experiment.Rerun;
import org.sgdlimits.experiment.UserError;
import org.sgdlimits.experiment.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sgdlimits rerun RUNFOLDER [--check]}. */
@Command(
        name = "rerun",
        description = "Run again what the manifest of a run folder states.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Versions.class)
final class RerunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUNFOLDER", description = "The folder of an earlier run.")
    private Path folder;

    @Mixin
    private RunOptions options;

    @Option(names = "--out", paramLabel = "DIR", description = "The new run folder; RUNFOLDER-rerun by default.")
    private Path out;

    @Option(
            names = "--check",
            description =
                    "Write nothing; compare trajectories.csv, exit-times.csv or sweep.csv byte by byte, exit 1 if it differs.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        Experiment experiment = options.apply(Manifest.experiment(folder));
        Runner runner = new Runner(options, spec.commandLine());
        Job<?> job = Job.named(Manifest.text(folder, "command"));
        if (check) {
            return check(job, experiment, runner);
        }
        Path normal = folder.normalize();
        return runner.run(job, experiment, out == null ? normal.resolveSibling(normal.getFileName() + "-rerun") : out);
    }

    private <R> int check(Job<R> job, Experiment experiment, Runner runner) throws IOException {
        Path before = folder.resolve(job.data());
        if (!Files.isRegularFile(before)) {
            throw new UserError(before + ": no such file, so there is nothing to check against");
        }
        R result = runner.compute(job, experiment, Optional.empty());
        Path temporary = Files.createTempDirectory("sgdlimits-rerun");
        Path now = temporary.resolve(job.data());
        try {
            job.writeData(experiment, result, temporary);
            Optional<String> difference = Rerun.firstDifference(before, now);
            tell(before, difference);
            return difference.isEmpty() ? Main.FINE : Main.FAILED;
        } finally {
            Files.deleteIfExists(now);
            Files.deleteIfExists(temporary);
        }
    }

    private void tell(Path before, Optional<String> difference) {
        PrintWriter console = spec.commandLine().getOut();
        if (options.json) {
            console.print(Json.print(Json.object()
                    .put("file", before.toString())
                    .put("same", difference.isEmpty())
                    .put("difference", difference.orElse(""))));
        } else if (difference.isPresent()) {
            String java = Manifest.text(folder, "java");
            console.println(before + ": " + difference.get()
                    + (java.equals(Version.java())
                            ? ""
                            : "\nThe first run was made with Java " + java + ", this one with " + Version.java()
                                    + "; they may print or round numbers differently."));
        } else if (!options.quiet) {
            console.println(before + ": the same again, bit for bit");
        }
        console.flush();
    }
}
