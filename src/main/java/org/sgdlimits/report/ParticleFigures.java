package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.method.Snapshot;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Horizon.ClockUnit;

/**
 * A wide student as a cloud of particles that moves: the overlap m with the first teacher against the squared norm q⊥ of the
 * part orthogonal to all teachers, at a few times, a figure for the mean-field limit and one for what it is held against.
 */
final class ParticleFigures {

    /** More markers than this a time cannot be told apart. */
    private static final int MOST_PARTICLES = 1000;

    private static final String MEAN_FIELD = "meanfield";

    private ParticleFigures() {}

    static List<Figure> of(Comparison comparison) {
        List<Trajectory> wide = comparison.trajectories().stream()
                .filter(trajectory -> !trajectory.snapshots().isEmpty())
                .toList();
        List<Trajectory> shown = new ArrayList<>();
        wide.stream().filter(t -> t.method().equals(MEAN_FIELD)).findFirst().ifPresent(shown::add);
        Optional<Trajectory> other = wide.stream()
                .filter(t -> comparison.reference().stream().anyMatch(t.method()::equals))
                .findFirst()
                .or(() -> wide.stream().findFirst());
        other.filter(t -> !shown.contains(t)).ifPresent(shown::add);
        ClockUnit clock = comparison.task().clock();
        return shown.stream().map(trajectory -> figure(trajectory, clock)).toList();
    }

    private static Figure figure(Trajectory trajectory, ClockUnit clock) {
        List<Series> series = new ArrayList<>();
        int particles = trajectory.snapshots().get(0).particles().orthogonal().length;
        int stride = (particles + MOST_PARTICLES - 1) / MOST_PARTICLES;
        for (Snapshot snapshot : trajectory.snapshots()) {
            double time = trajectory.times().get(snapshot.time()).in(clock);
            int count = (particles + stride - 1) / stride;
            double[] x = new double[count];
            double[] y = new double[count];
            for (int i = 0; i < count; i++) {
                x[i] = snapshot.particles().overlaps()[i * stride][0];
                y[i] = snapshot.particles().orthogonal()[i * stride];
            }
            series.add(Series.Points.of(name(clock) + " = " + Format.number(time), Colour.of(series.size()), x, y));
        }
        return new Figure(
                "particles-" + trajectory.method(),
                "The students as particles: " + trajectory.method(),
                "Every student at its overlap with the first teacher and the squared norm of its part orthogonal to all"
                        + " teachers, at " + series.size() + " times"
                        + (trajectory.replicas() > 1 ? " of the first run" : "")
                        + (stride > 1 ? "; one in " + stride + " of the " + particles + " is drawn" : "") + ".",
                Axis.linear("overlap with the teacher m"),
                Axis.linear("orthogonal part q⊥"),
                series);
    }

    private static String name(ClockUnit clock) {
        return switch (clock) {
            case STEPS -> "steps";
            case TAU -> "τ";
            case FLOW_TIME -> "t";
        };
    }
}
