package io.stampede.core.tflite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stampede.core.ErrorCode;
import io.stampede.core.StampedeException;
import io.stampede.core.data.ImageDataset;
import io.stampede.core.model.SubnetworkFile;
import io.stampede.core.network.Architecture;
import io.stampede.core.network.NetworkSpec;
import io.stampede.core.train.TinyData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

class TfLiteExportTest {
    private static final ImageDataset PICTURES = TinyData.create(3, 2, 5);

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void the_file_takes_a_picture_pixel_by_pixel_and_gives_logits(Precision precision) {
        // When
        Model model = export(Architecture.VGG10, precision);

        // Then
        SubGraph graph = model.subgraphs(0);
        Tensor input = graph.tensors(graph.inputs(0));
        Tensor output = graph.tensors(graph.outputs(0));
        assertEquals(3, model.version());
        assertEquals(0, model.buffers(0).dataLength());
        assertEquals(List.of(1, 32, 32, 3), shape(input));
        assertEquals(List.of(1, 3), shape(output));
        assertEquals(TensorType.FLOAT32, input.type());
        assertEquals(TensorType.FLOAT32, output.type());
        assertTrue(model.description().contains("[1, 32, 32, 3] float32"), model.description());
        assertTrue(model.description().contains("[0.5, 0.45, 0.4]"), model.description());
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void every_convolution_of_the_subnetwork_is_there_in_its_kept_width(Architecture architecture) {
        // Given
        NetworkSpec spec = subnetwork(architecture).network();

        // When
        Model model = export(architecture, Precision.FLOAT32);

        // Then
        List<List<Integer>> expected =
                spec.convolutions().stream()
                        .map(
                                convolution ->
                                        List.of(
                                                spec.channels(convolution.output()),
                                                convolution.kernel(),
                                                convolution.kernel(),
                                                spec.channels(convolution.input())))
                        .toList();
        List<List<Integer>> found =
                operators(model, BuiltinOperator.CONV_2D).stream()
                        .map(operator -> shape(tensor(model, operator.inputs(1))))
                        .toList();
        assertEquals(expected, found);
        assertEquals(0, operators(model, BuiltinOperator.RESHAPE).size());
    }

    @Test
    void convolutions_that_skip_pixels_are_padded_on_both_sides() {
        // When
        Model model = export(Architecture.RESNET18, Precision.FLOAT32);

        // Then
        List<Operator> pads = operators(model, BuiltinOperator.PAD);
        assertEquals(3, pads.size());
        ByteBuffer amounts =
                model.buffers((int) tensor(model, pads.get(0).inputs(1)).buffer())
                        .dataAsByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN);
        int[] found = new int[8];
        amounts.asIntBuffer().get(found);
        assertArrayEquals(new int[] {0, 0, 1, 1, 1, 1, 0, 0}, found);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void a_classifier_has_one_scale_and_a_convolution_one_for_each_filter(
            Architecture architecture) {
        // When
        Model model = export(architecture, Precision.INT8);

        // Then
        for (Operator operator : operators(model, BuiltinOperator.FULLY_CONNECTED)) {
            assertEquals(1, tensor(model, operator.inputs(1)).quantization().scaleLength());
        }
        for (Operator operator : operators(model, BuiltinOperator.CONV_2D)) {
            Tensor kernel = tensor(model, operator.inputs(1));
            QuantizationParameters quantization = kernel.quantization();
            assertEquals(kernel.shape(0), quantization.scaleLength());
            assertEquals(0, quantization.quantizedDimension());
            for (int i = 0; i < quantization.scaleLength(); i++) {
                assertTrue(quantization.scale(i) > 0);
                assertEquals(0, quantization.zeroPoint(i));
            }
        }
        for (Operator operator : operators(model, BuiltinOperator.DEQUANTIZE)) {
            assertEquals(1, tensor(model, operator.inputs(0)).quantization().scaleLength());
        }
    }

    @Test
    void pooling_and_padding_pass_their_scale_on() {
        for (Architecture architecture : List.of(Architecture.VGG10, Architecture.RESNET18)) {
            // When
            Model model = export(architecture, Precision.INT8);

            // Then
            List<Operator> passing = new ArrayList<>();
            passing.addAll(operators(model, BuiltinOperator.MAX_POOL_2D));
            passing.addAll(operators(model, BuiltinOperator.PAD));
            assertTrue(passing.size() >= 3);
            for (Operator operator : passing) {
                QuantizationParameters in = tensor(model, operator.inputs(0)).quantization();
                QuantizationParameters out = tensor(model, operator.outputs(0)).quantization();
                assertEquals(in.scale(0), out.scale(0));
                assertEquals(in.zeroPoint(0), out.zeroPoint(0));
            }
        }
    }

    @Test
    void smaller_numbers_make_smaller_files() {
        // Given
        int weights = 4 * (int) subnetwork(Architecture.VGG19).header().cost().parameters();

        // Then
        assertEquals(weights, bytes(Architecture.VGG19, Precision.FLOAT32).length, 20_000);
        assertEquals(weights / 2, bytes(Architecture.VGG19, Precision.FLOAT16).length, 25_000);
        assertEquals(weights / 4, bytes(Architecture.VGG19, Precision.INT8).length, 35_000);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void the_same_subnetwork_gives_the_same_bytes(Precision precision) {
        assertArrayEquals(
                bytes(Architecture.RESNET18, precision), bytes(Architecture.RESNET18, precision));
    }

    @Test
    void int8_without_pictures_to_calibrate_with_is_refused() {
        // Given
        ImageDataset none = PICTURES.select(new int[0]);

        // When
        StampedeException refused =
                assertThrows(
                        StampedeException.class,
                        () ->
                                TfLiteExport.bytes(
                                        subnetwork(Architecture.VGG10), Precision.INT8, none));

        // Then
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }

    private SubnetworkFile subnetwork(Architecture architecture) {
        return RandomSubnetwork.write(
                directory.resolve(architecture.id() + ".safetensors"), architecture, 11);
    }

    private byte[] bytes(Architecture architecture, Precision precision) {
        try (SubnetworkFile file = subnetwork(architecture)) {
            return TfLiteExport.bytes(file, precision, PICTURES);
        }
    }

    private Model export(Architecture architecture, Precision precision) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(architecture, precision));
        assertTrue(Model.ModelBufferHasIdentifier(buffer));
        return Model.getRootAsModel(buffer);
    }

    private static List<Operator> operators(Model model, int code) {
        SubGraph graph = model.subgraphs(0);
        List<Operator> found = new ArrayList<>();
        for (int i = 0; i < graph.operatorsLength(); i++) {
            Operator operator = graph.operators(i);
            if (model.operatorCodes((int) operator.opcodeIndex()).builtinCode() == code) {
                found.add(operator);
            }
        }
        return found;
    }

    private static Tensor tensor(Model model, int number) {
        return model.subgraphs(0).tensors(number);
    }

    private static List<Integer> shape(Tensor tensor) {
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < tensor.shapeLength(); i++) {
            shape.add(tensor.shape(i));
        }
        return shape;
    }
}
