using ContainerKit.Builds;

namespace ContainerKit.Tests.Builds;

public sealed class BuildKitStatusTests
{
    // As Docker Engine 20.10 sends them, in full.
    private const string Failed = "Cv0CCkdzaGEyNTY6MzE3NTE5NjRlYzA1NGIzNDI4NmIxOTY4MzcwZTUyNTFjNzc2ZmMwODIyNzE3NTZkMzk1MjBlOTRkMWIwOWI0ZhJHc2hhMjU2OjA4YTAzZjNmZmU1ZmJhNDIxYTY0MDNjMzFlMTUzNDI1Y2VkNjMxZDEwODg2OGYzMGUwNDk4NWY5OWQ2OTMyNmUaYltiYXNlIDIvMl0gUlVOIC0tbW91bnQ9dHlwZT1jYWNoZSx0YXJnZXQ9L2MgZWNobyBoaTsgZm9yIGkgaW4gMSAyIDM7IGRvIGVjaG8gbGluZSAkaTsgZG9uZTsgZXhpdCA3KgwIrtSU2AYQr7H54gEyDAiu1JTYBhDl7ujVAjppZXhlY3V0b3IgZmFpbGVkIHJ1bm5pbmcgWy9iaW4vc2ggLWMgZWNobyBoaTsgZm9yIGkgaW4gMSAyIDM7IGRvIGVjaG8gbGluZSAkaTsgZG9uZTsgZXhpdCA3XTogZXhpdCBjb2RlOiA3";
    private const string Output = "GnMKR3NoYTI1NjozMTc1MTk2NGVjMDU0YjM0Mjg2YjE5NjgzNzBlNTI1MWM3NzZmYzA4MjI3MTc1NmQzOTUyMGU5NGQxYjA5YjRmEgwIrtSU2AYQ6L+LzAIYASIYaGkKbGluZSAxCmxpbmUgMgpsaW5lIDMK";

    [Fact]
    public void A_failed_step_is_read_with_its_name_and_error()
    {
        var vertex = BuildKitStatus.Read(Convert.FromBase64String(Failed)).Vertexes.Should().ContainSingle().Which;

        vertex.Name.Should().StartWith("[base 2/2] RUN --mount=type=cache");
        vertex.Error.Should().EndWith("exit code: 7");
        (vertex.HasStarted, vertex.HasEnded, vertex.IsCached).Should().Be((true, true, false));
    }

    [Fact]
    public void Output_is_read_with_the_step_that_wrote_it()
    {
        var output = BuildKitStatus.Read(Convert.FromBase64String(Output)).Outputs.Should().ContainSingle().Which;

        System.Text.Encoding.UTF8.GetString(output.Bytes).Should().Be("hi\nline 1\nline 2\nline 3\n");
        output.Vertex.Should().Be(BuildKitStatus.Read(Convert.FromBase64String(Failed)).Vertexes[0].Digest);
    }

    [Fact]
    public void Fields_that_nobody_knows_are_stepped_over()
    {
        // A varint, 64 bits, text and 32 bits in fields 90 to 93, then a vertex that is named "x".
        byte[] message = [0xD0, 5, 0x96, 1, 0xD9, 5, 1, 2, 3, 4, 5, 6, 7, 8, 0xE2, 5, 2, 65, 66, 0xED, 5, 1, 2, 3, 4, 0x0A, 3, 0x1A, 1, (byte)'x'];

        BuildKitStatus.Read(message).Vertexes.Should().ContainSingle().Which.Name.Should().Be("x");
    }

    [Fact]
    public void A_message_cut_anywhere_or_of_noise_throws_nothing()
    {
        var whole = Convert.FromBase64String(Failed);
        for (var length = 0; length < whole.Length; length++) BuildKitStatus.Read(whole.AsSpan(0, length));
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var noise = new byte[random.Next(60)];
            random.NextBytes(noise);
            BuildKitStatus.Read(noise);
        }
    }
}
