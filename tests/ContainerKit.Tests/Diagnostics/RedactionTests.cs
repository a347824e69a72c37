using ContainerKit.Diagnostics;

namespace ContainerKit.Tests.Builds;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("s3cret", "RUN login -p s3cret; x=as3cretb", "RUN login -p ***; x=a***b")]
    [InlineData("1", "step 1 of 12, VERSION=1.", "step *** of 12, VERSION=***.")]
    [InlineData("", "RUN true", "RUN true")]
    public void Values_are_taken_out_of_a_text(string value, string text, string expected) =>
        new Redaction(new Dictionary<string, string> { ["A"] = value }).Redact(text).Should().Be(expected);

    [Fact]
    public void A_value_that_holds_another_goes_first() =>
        new Redaction(new Dictionary<string, string> { ["A"] = "pass", ["B"] = "password" }).Redact("the password").Should().Be("the ***");
}
