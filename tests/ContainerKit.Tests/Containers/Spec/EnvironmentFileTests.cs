namespace ContainerKit.Tests.Containers.Spec;

public sealed class EnvironmentFileTests
{
    [Fact]
    public void Values_keep_quotes_spaces_and_equals_signs()
    {
        EnvironmentFile.Parse("# a comment\n\nA=b=c\r\n  B=\"x\" # y\nC=\nA=last").Should().Equal(
            new Dictionary<string, string> { ["A"] = "last", ["B"] = "\"x\" # y", ["C"] = "" });
    }

    [Fact]
    public void A_name_alone_takes_the_value_of_this_process()
    {
        EnvironmentFile.Parse("PATH\nCK_NO_SUCH_VARIABLE").Should().Equal(
            new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! });
    }

    [Theory]
    [InlineData("A=b\n=hidden")]
    [InlineData("A=b\nA B=hidden")]
    [InlineData("A=b\nA=\0hidden")]
    public void An_invalid_line_is_named_by_its_number_without_its_content(string text)
    {
        var parse = () => EnvironmentFile.Parse(text);
        parse.Should().Throw<FormatException>().WithMessage("*line 2*").Which.Message.Should().NotContain("hidden");
    }
}
