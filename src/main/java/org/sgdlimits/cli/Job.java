package org.sgdlimits.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sgdlimits.experiment.Experiment;
import org.sgdlimits.experiment.UserError;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.report.SvgRenderer;

/**
 * What a command computes of an experiment and writes into its run folder; {@link Runner} does the rest.
 *
 * @param <R> what is computed
 */
interface Job<R> {

    /** The command under which the run is recorded. */
    String command();

    /** The file whose bytes depend on the seed alone, which {@code rerun --check} compares. */
    String data();

    /**
     * What there is to say on stderr before anything is run.
     *
     * @param progress told of what is computed to know it
     */
    default Optional<String> warning(Experiment experiment, RunSettings.Progress progress) {
        return Optional.empty();
    }

    /**
     * Computes.
     *
     * @param target the run folder to be, beside which parts that are finished may be kept; empty if none may
     */
    R compute(Experiment experiment, Optional<Path> target, RunSettings.Progress progress);

    /** The run folder is in its place: what was kept beside it has done its service. */
    default void committed(Path target) throws IOException {}

    /** Writes {@link #data}. */
    void writeData(Experiment experiment, R result, Path folder) throws IOException;

    /** Writes the judgement of it, if there is one. */
    void writeSummary(R result, Path folder) throws IOException;

    /** Writes the report and its plots. */
    void writeReport(String name, R result, Map<String, String> facts, Path folder, SvgRenderer renderer)
            throws IOException;

    /** Outcome and cost of each method, for the manifest. */
    ArrayNode methods(R result);

    /** A sentence for each method that did not do all that it was asked for. */
    List<String> failures(R result);

    /** The program's exit code. */
    int exitCode(R result);

    /** Tells people. */
    void tell(R result, PrintWriter out);

    /** Tells programs, under one key. */
    void summarise(R result, ObjectNode summary);

    /**
     * The job of a command that a manifest names.
     *
     * @throws UserError if there is none
     */
    static Job<?> named(String command) {
        return List.<Job<?>>of(TrajectoriesJob.COMPARE, TrajectoriesJob.SOLVE, ExitJob.EXIT, SweepJob.SWEEP).stream()
                .filter(job -> job.command().equals(command))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "manifest.json: command: expected compare, solve, exit or sweep, got \"" + command + "\""));
    }
}
