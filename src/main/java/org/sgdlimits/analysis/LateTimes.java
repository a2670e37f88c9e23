package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Instant;

/**
 * What the deterministic methods of a comparison say of late times: the {@linkplain Tail law} by which the excess risk falls, and its
 * {@linkplain Plateau plateaus}, in flow time. Only for log-spaced times, which resolve both. Where the start is random the mean
 * over the starts is looked at. The mean map of a noisy rule falls to a plateau too, but means of random methods carry noise and
 * are left out. Cost: that of the fits.
 *
 * @param methods those of which there is something to say
 */
public record LateTimes(List<OfMethod> methods) {

    /** Of the intervals that sentences, reports and files give. */
    public static final double CONFIDENCE = 0.95;

    private static final List<String> OBSERVABLES = List.of("excessRisk", "risk");
    /** Values below so many tolerances are not trusted to a percent. */
    private static final double INTEGRATION_ERROR = 1000;

    public LateTimes {
        methods = List.copyOf(methods);
    }

    /**
     * The late times of a method.
     *
     * @param observable excessRisk, or the risk where there is none
     * @param tail empty where no law is {@linkplain Tail#isClear() clear}
     * @param from the first time of the tail's window; empty without a tail
     * @param plateaus in the order of time
     */
    public record OfMethod(
            String method, String observable, Optional<Tail> tail, Optional<Instant> from, List<Plateau> plateaus) {

        public OfMethod {
            plateaus = List.copyOf(plateaus);
        }
    }

    /** The late times of trajectories; none unless their times are log-spaced. */
    public static LateTimes of(List<Trajectory> trajectories, RunSettings settings) {
        List<OfMethod> methods = new ArrayList<>();
        if (settings.spacing() == SaveTimes.Spacing.LOG) {
            for (Trajectory trajectory : trajectories) {
                if (Comparison.DETERMINISTIC.contains(trajectory.method())) {
                    OBSERVABLES.stream()
                            .filter(trajectory.observables()::contains)
                            .findFirst()
                            .map(observable -> of(trajectory, observable, settings.odeTolerance()))
                            .filter(found -> found.tail().isPresent()
                                    || !found.plateaus().isEmpty())
                            .ifPresent(methods::add);
                }
            }
        }
        return new LateTimes(methods);
    }

    private static OfMethod of(Trajectory trajectory, String observable, double odeTolerance) {
        List<Instant> times = trajectory.times();
        double[] values = trajectory.means(observable);
        double[] flow = times.stream().mapToDouble(Instant::flowTime).toArray();
        Optional<Tail> tail = Optional.empty();
        int first = 0;
        if (values.length >= TailFit.LEAST_POINTS) {
            // the map has rounding only; an integrator's own error is some ten times its absolute tolerance, and wanted
            // below a percent
            double floor = trajectory.method().equals("map")
                    ? TailWindow.FLOOR
                    : Math.max(TailWindow.FLOOR, INTEGRATION_ERROR * odeTolerance / Math.abs(values[0]));
            TailWindow window = TailWindow.of(flow, values, OptionalDouble.empty(), floor);
            first = window.first();
            if (window.points() >= TailFit.LEAST_POINTS) {
                tail = Optional.of(Tail.of(window)).filter(Tail::isClear);
            }
        }
        return new OfMethod(
                trajectory.method(),
                observable,
                tail,
                tail.isPresent() ? Optional.of(times.get(first)) : Optional.empty(),
                Plateau.of(times, values));
    }

    /** The findings, a sentence each. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (OfMethod each : methods) {
            String what = "The " + (each.observable().equals("risk") ? "risk" : "excess risk") + " of "
                    + Judgement.spoken(each.method(), false);
            each.plateaus().forEach(plateau -> sentences.add(what + words(plateau)));
            each.tail()
                    .ifPresent(tail -> sentences.add(what + " falls like " + law(tail.better()) + " from step "
                            + ExitWords.number(
                                    Math.rint(each.from().orElseThrow().step())) + " on, t the flow time."));
        }
        return sentences;
    }

    /** An exponent or rate with its interval, to the digits that the interval leaves. */
    public static String exponent(TailFit fit) {
        return ExitWords.plusMinus(fit.exponent(), fit.halfWidth(CONFIDENCE));
    }

    private static String law(TailFit fit) {
        String exponent = "(" + exponent(fit) + ")";
        return fit.law() == TailFit.Law.POWER ? "t^−" + exponent : "exp(−" + exponent + " t)";
    }

    private static String words(Plateau plateau) {
        String level = String.format(Locale.ROOT, "%.3g", plateau.level());
        String start = ExitWords.number(plateau.start().flowTime());
        return plateau.isFinal()
                ? " stays at " + level + " from flow time " + start + " to the end."
                : " rests on a plateau at " + level + " from flow time " + start + " to "
                        + ExitWords.number(plateau.end().flowTime()) + ".";
    }
}
