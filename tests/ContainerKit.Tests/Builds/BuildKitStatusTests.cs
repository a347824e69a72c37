using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class BuildKitStatusTests
{
    // Complete messages, recorded from Docker Engine 20.10.
    private const string Failed = "Cv0CCkdzaGEyNTY6MzE3NTE5NjRlYzA1NGIzNDI4NmIxOTY4MzcwZTUyNTFjNzc2ZmMwODIyNzE3NTZkM" +
        "zk1MjBlOTRkMWIwOWI0ZhJHc2hhMjU2OjA4YTAzZjNmZmU1ZmJhNDIxYTY0MDNjMzFlMTUzNDI1Y2VkNjMxZDEwODg2OGYzMGUwNDk4NWY5" +
        "OWQ2OTMyNmUaYltiYXNlIDIvMl0gUlVOIC0tbW91bnQ9dHlwZT1jYWNoZSx0YXJnZXQ9L2MgZWNobyBoaTsgZm9yIGkgaW4gMSAyIDM7IGR" +
        "vIGVjaG8gbGluZSAkaTsgZG9uZTsgZXhpdCA3KgwIrtSU2AYQr7H54gEyDAiu1JTYBhDl7ujVAjppZXhlY3V0b3IgZmFpbGVkIHJ1bm5pbm" +
        "cgWy9iaW4vc2ggLWMgZWNobyBoaTsgZm9yIGkgaW4gMSAyIDM7IGRvIGVjaG8gbGluZSAkaTsgZG9uZTsgZXhpdCA3XTogZXhpdCBjb2RlOiA3";
    private const string Output = "GnMKR3NoYTI1NjozMTc1MTk2NGVjMDU0YjM0Mjg2YjE5NjgzNzBlNTI1MWM3NzZmYzA4MjI3MTc1NmQzO" +
        "TUyMGU5NGQxYjA5YjRmEgwIrtSU2AYQ6L+LzAIYASIYaGkKbGluZSAxCmxpbmUgMgpsaW5lIDMK";

    [Fact]
    public void A_failed_BuildKit_step_is_parsed_with_its_name_and_error()
    {
        var vertex = BuildKitStatus.Read(Convert.FromBase64String(Failed)).Vertexes.Should().ContainSingle().Which;

        vertex.Name.Should().StartWith("[base 2/2] RUN --mount=type=cache");
        vertex.Error.Should().EndWith("exit code: 7");
        (vertex.HasStarted, vertex.HasCompleted, vertex.IsCached).Should().Be((true, true, false));
    }

    [Fact]
    public void BuildKit_output_is_parsed_with_the_step_that_wrote_it()
    {
        var output = BuildKitStatus.Read(Convert.FromBase64String(Output)).Outputs.Should().ContainSingle().Which;

        System.Text.Encoding.UTF8.GetString(output.Bytes).Should().Be("hi\nline 1\nline 2\nline 3\n");
        output.Vertex.Should().Be(BuildKitStatus.Read(Convert.FromBase64String(Failed)).Vertexes[0].Digest);
    }

    [Fact]
    public void Unknown_BuildKit_status_fields_are_skipped()
    {
        // Unknown fields 90 to 93 (varint, 64-bit, string, 32-bit), then a vertex named "x".
        byte[] message = [0xD0, 5, 0x96, 1, 0xD9, 5, 1, 2, 3, 4, 5, 6, 7, 8, 0xE2, 5, 2, 65, 66, 0xED, 5, 1, 2, 3, 4,
            0x0A, 3, 0x1A, 1, (byte)'x'];

        BuildKitStatus.Read(message).Vertexes.Should().ContainSingle().Which.Name.Should().Be("x");
    }

    [Fact]
    public void A_truncated_or_damaged_BuildKit_status_message_does_not_throw()
    {
        var message = Convert.FromBase64String(Failed);
        for (var length = 0; length < message.Length; length++) BuildKitStatus.Read(message.AsSpan(0, length));
        Property.Holds(Damage.Of(message), bytes => BuildKitStatus.Read(bytes));
    }
}
