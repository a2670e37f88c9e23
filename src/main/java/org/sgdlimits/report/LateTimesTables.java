package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.analysis.LateTimes;
import org.sgdlimits.analysis.LateTimes.OfMethod;
import org.sgdlimits.analysis.Plateau;
import org.sgdlimits.analysis.Tail;
import org.sgdlimits.analysis.TailFit;
import org.sgdlimits.method.Trajectory.Instant;

/** The sections of a report about late times: the laws by which the risk falls, and its plateaus. */
final class LateTimesTables {

    private LateTimesTables() {}

    /** Adds what there is to say; nothing if there is nothing. */
    static void add(LateTimes lateTimes, Page page) {
        List<List<Table.Cell>> tails = new ArrayList<>();
        List<List<Table.Cell>> plateaus = new ArrayList<>();
        for (OfMethod method : lateTimes.methods()) {
            method.tail().ifPresent(tail -> tails.add(row(method, tail)));
            method.plateaus().forEach(plateau -> plateaus.add(row(method, plateau)));
        }
        if (!tails.isEmpty()) {
            page.section("Late times")
                    .paragraph(
                            "t is the flow time. The intervals are Student's at 95 % from the residuals about"
                                    + " the law. The curve is smooth, so they measure how far it departs from the law, and no noise.")
                    .table(new Table(
                            "The law that fits the better",
                            List.of(
                                    "method",
                                    "observable",
                                    "law",
                                    "α or r",
                                    "offset t₀",
                                    "C",
                                    "residual in log y",
                                    "of the other law",
                                    "from t",
                                    "from step",
                                    "to t"),
                            tails));
        }
        if (!plateaus.isEmpty()) {
            page.section("Plateaus")
                    .table(new Table(
                            "Where |d log y/d log t| stays below " + Format.number(Plateau.FLAT),
                            List.of("method", "observable", "level", "from t", "to t", "from step", "to step", "ends"),
                            plateaus));
        }
    }

    private static List<Table.Cell> row(OfMethod method, Tail tail) {
        TailFit fit = tail.better();
        return List.of(
                Table.Cell.of(method.method()),
                Table.Cell.of(method.observable()),
                Table.Cell.of(fit.law() == TailFit.Law.POWER ? "C (t + t₀)^(−α)" : "C exp(−r t)"),
                Table.Cell.of(LateTimes.exponent(fit)),
                Table.Cell.of(fit.offset()),
                Table.Cell.of(fit.amplitude()),
                Table.Cell.of(fit.residual()),
                Table.Cell.of(tail.worse().residual()),
                Table.Cell.of(tail.window().start()),
                Table.Cell.of(method.from().orElseThrow().step()),
                Table.Cell.of(tail.window().end()));
    }

    private static List<Table.Cell> row(OfMethod method, Plateau plateau) {
        Instant start = plateau.start();
        Instant end = plateau.end();
        return List.of(
                Table.Cell.of(method.method()),
                Table.Cell.of(method.observable()),
                Table.Cell.of(plateau.level()),
                Table.Cell.of(start.flowTime()),
                Table.Cell.of(end.flowTime()),
                Table.Cell.of(start.step()),
                Table.Cell.of(end.step()),
                Table.Cell.of(plateau.isFinal() ? "with the run" : "before the run"));
    }
}
