using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class ProtobufWriterTests
{
    // The first two examples are those of https://protobuf.dev/programming-guides/encoding/.
    [Fact]
    public void Numbers_and_texts_are_encoded_as_in_the_documentation()
    {
        Hex(new ProtobufWriter().Write(1, 150)).Should().Be("089601");
        Hex(new ProtobufWriter().Write(2, "testing")).Should().Be("120774657374696e67");
        Hex(new ProtobufWriter().Write(1, -1)).Should().Be("08ffffffffffffffffff01");
        Hex(new ProtobufWriter().Write(1, 0).Write(2, "")).Should().BeEmpty("default values are left out");
        Hex(new ProtobufWriter().WriteMessage(2, [])).Should().Be("1200");
    }

    private static string Hex(ProtobufWriter writer) => Convert.ToHexStringLower(writer.Written.Span);
}
