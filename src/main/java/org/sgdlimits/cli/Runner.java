package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.Grade;
import org.sgdlimits.analysis.Verdict;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.experiment.Manifest;
import org.sgdlimits.experiment.RunFiles;
import org.sgdlimits.experiment.RunFolder;
import org.sgdlimits.experiment.Version;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.report.ComparisonReport;
import org.sgdlimits.report.SvgRenderer;
import picocli.CommandLine;

/** Runs an experiment, writes its run folder and tells the outcome. */
final class Runner {

    /** The command under which a comparison is recorded. */
    static final String COMPARE = "compare";

    /** The command under which a single method's run is recorded. */
    static final String SOLVE = "solve";

    private final RunOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    Runner(RunOptions options, CommandLine commandLine) {
        this.options = options;
        out = commandLine.getOut();
        err = commandLine.getErr();
    }

    /** Runs, writes, tells; returns the exit code. */
    int run(String command, Experiment experiment, Path target) throws IOException {
        try (RunFolder folder = RunFolder.prepare(target);
                SvgRenderer renderer = new SvgRenderer()) {
            Comparison comparison = compute(experiment);
            folder.write(partial -> RunFiles.writeTrajectories(experiment, comparison, partial));
            if (command.equals(COMPARE)) {
                folder.write(partial -> RunFiles.writeComparison(comparison, partial));
            }
            folder.write(partial -> ComparisonReport.write(
                    comparison, experiment.name(), facts(experiment, target), partial, renderer));
            List<String> files = folder.files();
            folder.write(partial -> RunFiles.writeManifest(command, experiment, comparison, files, partial));
            folder.commit();
            int exit = exitCode(comparison);
            comparison.trajectories().stream()
                    .filter(trajectory -> !trajectory.outcome().isCompleted())
                    .forEach(trajectory -> err.println("error: " + experiment.file() + ": the method "
                            + trajectory.method() + " stopped early: "
                            + trajectory.outcome().message()
                            + ". What was computed up to then is in " + target));
            if (options.json) {
                out.print(Json.print(summary(experiment, comparison, target, exit)));
                out.flush();
            } else if (!options.quiet) {
                tell(comparison, target);
            }
            return exit;
        }
    }

    /** Runs an experiment with a progress bar. */
    Comparison compute(Experiment experiment) {
        try (Progress progress = new Progress(options.quiet)) {
            return experiment.run(progress);
        }
    }

    static int exitCode(Comparison comparison) {
        if (!comparison.isCompleted()) {
            return Main.NUMERICAL_FAILURE;
        }
        return comparison.grade() == Grade.DISAGREES ? Main.FAILED : Main.FINE;
    }

    private static Map<String, String> facts(Experiment experiment, Path target) {
        return Map.of(
                "made by",
                "sgdlimits " + Version.program() + " on Java " + Version.java() + " from " + experiment.file()
                        + "; sgdlimits rerun " + target + " makes it again");
    }

    private void tell(Comparison comparison, Path target) {
        for (int i = 0; i < comparison.trajectories().size(); i++) {
            Trajectory trajectory = comparison.trajectories().get(i);
            out.printf(
                    Locale.ROOT,
                    "%-8s %-14s %6d %-5s %8.2f s%n",
                    trajectory.method(),
                    trajectory.outcome().isCompleted() ? "completed" : "stopped early",
                    trajectory.replicas(),
                    trajectory.replicas() == 1 ? "run" : "runs",
                    comparison.timings().get(i).seconds());
        }
        out.println();
        for (Verdict verdict : comparison.verdicts()) {
            out.println(verdict.sentence());
            if (!verdict.advice().isEmpty()) {
                out.println("    " + verdict.advice());
            }
        }
        out.println("report: " + target.resolve("report.html"));
        out.flush();
    }

    private static ObjectNode summary(Experiment experiment, Comparison comparison, Path target, int exit) {
        ObjectNode summary = Json.object();
        summary.put("name", experiment.name());
        summary.put("folder", target.toString());
        summary.put("report", target.resolve("report.html").toString());
        summary.put("exitCode", exit);
        summary.set("methods", Manifest.methods(comparison));
        summary.set("comparison", RunFiles.comparison(comparison));
        return summary;
    }
}
