namespace ContainerKit.Tests.Builds;

public sealed class BuildSecretTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a=b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public void Invalid_id_of_a_secret_is_rejected_without_its_value(string id)
    {
        var create = () => BuildSpec.FromText("FROM a") with
        {
            Secrets = new Dictionary<string, BuildSecret> { [id] = BuildSecret.FromText("the value") },
        };

        create.Should().Throw<ArgumentException>().Which.Message.Should().Contain("id").And.NotContain("the value");
    }

    [Fact]
    public void Text_of_a_secret_is_not_in_its_description_or_that_of_the_spec()
    {
        var secret = BuildSecret.FromText("the value");
        var spec = BuildSpec.FromText("FROM a") with { Secrets = new Dictionary<string, BuildSecret> { ["id"] = secret } };

        $"{secret} {spec}".Should().NotContain("the value");
        BuildSecret.FromFile("/home/me/.npmrc").ToString().Should().Contain("/home/me/.npmrc");
        BuildSecret.FromEnvironment("TOKEN").ToString().Should().Contain("TOKEN");
    }

    [Fact]
    public void Secret_that_is_too_long_is_rejected()
    {
        var create = () => BuildSecret.FromText(new string('x', 500 * 1024 + 1));

        create.Should().Throw<ArgumentException>().WithMessage("*500 KiB*");
    }
}
