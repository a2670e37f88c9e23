package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.HermiteTarget;
import org.sgdlimits.model.HermiteTerm;
import org.sgdlimits.model.Loss;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Normalization;

/** The section {@code model} of a model file: a two-layer student, its teacher or target, loss, label noise and data. */
final class NetworkSection {

    static final List<String> KEYS =
            List.of("kind", "student", "teacher", "target", "loss", "labelNoise", "normalization", "covariance");
    static final List<String> STUDENT_KEYS = List.of("width", "activation", "secondLayer");
    static final List<String> STUDENT_LAYER_KEYS = List.of("values", "train");
    static final List<String> TEACHER_KEYS = List.of("width", "activation", "secondLayer");
    static final List<String> TEACHER_LAYER_KEYS = List.of("values");
    static final List<String> EXPANSION_KEYS = List.of("hermite", "polynomial");
    static final List<String> TERMS_KEYS = List.of("directions", "terms");
    static final List<String> TERM_KEYS = List.of("coefficient", "degrees");

    private static final List<Activation> ACTIVATIONS = List.of(
            Activation.LINEAR,
            Activation.SQUARE,
            Activation.RELU,
            Activation.ERF,
            Activation.TANH,
            Activation.SIGMOID,
            Activation.SIGN,
            Activation.GELU);

    private NetworkSection() {}

    static Network read(Fields model) {
        model.only(KEYS);
        Fields student = model.object("student").only(STUDENT_KEYS);
        int width = width(student);
        Activation activation = activation(student, "activation");
        Fields layer = student.objectOrEmpty("secondLayer").only(STUDENT_LAYER_KEYS);
        return model.source().build("model", () -> {
            Network plain = withTeacher(Network.student(width, activation), model)
                    .loss(constant(model, "loss", Loss.values(), Loss.SQUARE))
                    .labelNoise(model.nonNegative("labelNoise", "a variance >= 0", 0))
                    .normalization(constant(model, "normalization", Normalization.values(), Normalization.MEAN))
                    .covariance(CovarianceSection.read(model.objectOrEmpty("covariance")))
                    .secondLayer(values(layer, width));
            return layer.flag("train", false) ? plain.trainSecondLayer() : plain;
        });
    }

    private static Network withTeacher(Network.Student student, Fields model) {
        if (model.has("teacher") == model.has("target")) {
            throw model.error(
                    "teacher",
                    "expected exactly one of model.teacher and model.target, got "
                            + (model.has("teacher") ? "both" : "neither"));
        }
        if (model.has("target")) {
            return withTarget(student, model.object("target"));
        }
        Fields teacher = model.object("teacher").only(TEACHER_KEYS);
        int width = width(teacher);
        Fields layer = teacher.objectOrEmpty("secondLayer").only(TEACHER_LAYER_KEYS);
        return student.teacher(width, activation(teacher, "activation")).teacherLayer(values(layer, width));
    }

    private static Network withTarget(Network.Student student, Fields target) {
        target.only(Stream.concat(EXPANSION_KEYS.stream(), TERMS_KEYS.stream()).toList());
        if (TERMS_KEYS.stream().noneMatch(target::has)) {
            Activation function = expansion(target);
            if (Arrays.stream(function.coefficients()).allMatch(coefficient -> coefficient == 0)) {
                throw target.error("", "expected a coefficient that is not zero, as there is nothing to learn else");
            }
            return student.teacher(1, function);
        }
        target.only(TERMS_KEYS);
        int directions = (int) target.whole("directions", 1, Integer.MAX_VALUE);
        List<HermiteTerm> terms = new ArrayList<>();
        for (Fields term : target.objects("terms")) {
            term.only(TERM_KEYS);
            double coefficient = term.number("coefficient");
            long[] degrees = term.wholes("degrees", 0, HermiteTerm.MOST_DEGREE);
            terms.add(new HermiteTerm(
                    coefficient,
                    LongStream.of(degrees).mapToObj(degree -> (int) degree).toList()));
        }
        return student.target(new HermiteTarget(directions, terms));
    }

    private static int width(Fields layer) {
        return (int) layer.whole("width", 1, Integer.MAX_VALUE);
    }

    private static double[] values(Fields layer, int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        double[] values = layer.vector("values", ones);
        if (values.length != width) {
            throw layer.error(
                    "values", "expected " + width + " numbers, one a unit of the layer, got " + values.length);
        }
        return values;
    }

    static Activation activation(Fields layer, String key) {
        if (layer.isObject(key)) {
            return expansion(layer.object(key));
        }
        List<String> names = ACTIVATIONS.stream().map(Activation::name).toList();
        String name = layer.choice(key, names, null);
        return ACTIVATIONS.get(names.indexOf(name));
    }

    private static Activation expansion(Fields fields) {
        fields.only(EXPANSION_KEYS);
        if (fields.has("hermite") == fields.has("polynomial")) {
            throw fields.error(
                    "", "expected exactly one of {\"hermite\": [c0, c1, …]} and {\"polynomial\": [c0, c1, …]}");
        }
        return fields.has("hermite")
                ? Activation.hermite(fields.vector("hermite"))
                : Activation.polynomial(fields.vector("polynomial"));
    }

    /** The keys of every kind, so that a misspelt one is found before the kind is known. */
    static List<String> allOf(Map<String, List<String>> keysOfKinds) {
        return keysOfKinds.values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** A constant by its name in lower case, with hyphens. */
    static <E extends Enum<E>> E constant(Fields fields, String key, E[] constants, E fallback) {
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            names.add(word(constant));
        }
        String fallbackName =
                Optional.ofNullable(fallback).map(NetworkSection::word).orElse(null);
        String name = fields.choice(key, names, fallbackName);
        return Stream.of(constants)
                .filter(constant -> word(constant).equals(name))
                .findFirst()
                .orElseThrow();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
