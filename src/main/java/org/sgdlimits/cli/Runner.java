package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.experiment.Manifest;
import org.sgdlimits.experiment.RunFolder;
import org.sgdlimits.experiment.Version;
import org.sgdlimits.report.SvgRenderer;
import picocli.CommandLine;

/** Does a job of an experiment, writes its run folder and tells the outcome. */
final class Runner {

    private final RunOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    Runner(RunOptions options, CommandLine commandLine) {
        this.options = options;
        out = commandLine.getOut();
        err = commandLine.getErr();
    }

    /** Runs, writes, tells; returns the exit code. */
    <R> int run(Job<R> job, Experiment experiment, Path target) throws IOException {
        try (RunFolder folder = RunFolder.prepare(target);
                SvgRenderer renderer = new SvgRenderer()) {
            R result = compute(job, experiment, Optional.of(target));
            folder.write(partial -> job.writeData(experiment, result, partial));
            folder.write(partial -> job.writeSummary(result, partial));
            folder.write(partial ->
                    job.writeReport(experiment.name(), result, facts(experiment, target), partial, renderer));
            List<String> files = folder.files();
            folder.write(partial -> Manifest.write(job.command(), experiment, job.methods(result), files, partial));
            folder.commit();
            job.committed(target);
            int exit = job.exitCode(result);
            job.failures(result)
                    .forEach(failure -> err.println("error: " + experiment.file() + ": " + failure
                            + ". What was computed up to then is in " + target));
            if (options.json) {
                out.print(Json.print(summary(job, experiment, result, target, exit)));
            } else if (!options.quiet) {
                job.tell(result, out);
                out.println("report: " + target.resolve("report.html"));
            }
            out.flush();
            return exit;
        }
    }

    /** Computes with a progress bar; finished parts may be kept beside the run folder to be. */
    <R> R compute(Job<R> job, Experiment experiment, Optional<Path> target) {
        try (Progress progress = new Progress(options.quiet)) {
            job.warning(experiment, progress)
                    .ifPresent(text -> err.println("warning: " + experiment.file() + ": " + text));
        }
        try (Progress progress = new Progress(options.quiet)) {
            return job.compute(experiment, target, progress);
        }
    }

    private static Map<String, String> facts(Experiment experiment, Path target) {
        return Map.of(
                "made by",
                "sgdlimits " + Version.program() + " on Java " + Version.java() + " from " + experiment.file()
                        + "; sgdlimits rerun " + target + " makes it again");
    }

    private static <R> ObjectNode summary(Job<R> job, Experiment experiment, R result, Path target, int exit) {
        ObjectNode summary = Json.object();
        summary.put("name", experiment.name());
        summary.put("folder", target.toString());
        summary.put("report", target.resolve("report.html").toString());
        summary.put("exitCode", exit);
        summary.set("methods", job.methods(result));
        job.summarise(result, summary);
        return summary;
    }
}
