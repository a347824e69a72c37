namespace ContainerKit.Tests.Containers.Spec;

public sealed class ContainerSpecTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-ab")]
    [InlineData("_ab")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ab\n")]
    [InlineData("äb")]
    public void An_invalid_container_name_is_rejected_when_the_spec_is_created(string name) =>
        FluentActions.Invoking(() => new ContainerSpec { Name = name })
            .Should().Throw<ArgumentException>().WithMessage($"'{name.Replace("\n", "\\n")}' is not a valid container name*");

    [Theory]
    [InlineData("ab")]
    [InlineData("0a")]
    [InlineData("Web_1.a-b")]
    public void A_valid_container_name_is_accepted(string name) => new ContainerSpec { Name = name }.Name.Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("A\0")]
    public void A_container_environment_variable_with_an_invalid_name_is_rejected(string name) =>
        FluentActions.Invoking(() => new ContainerSpec { Environment = new Dictionary<string, string> { [name] = "x" } })
            .Should().Throw<ArgumentException>().WithMessage("*is not a valid name of an environment variable*");

    [Fact]
    public void A_container_environment_variable_without_a_value_is_rejected() =>
        FluentActions.Invoking(() => new ContainerSpec { Environment = new Dictionary<string, string> { ["A"] = null! } })
            .Should().Throw<ArgumentException>().WithMessage("*'A' is null*");

    [Fact]
    public void A_null_in_a_command_entrypoint_or_capability_list_is_rejected()
    {
        FluentActions.Invoking(() => new ContainerSpec("ls", null!)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerSpec { Entrypoint = ["sh", null!] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerSpec { AddCapabilities = [null!] }).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_memory_limit_below_6_MiB_is_rejected()
    {
        const long Minimum = 6 << 20;

        new ContainerSpec { MemoryBytes = Minimum }.MemoryBytes.Should().Be(Minimum);
        FluentActions.Invoking(() => new ContainerSpec { MemoryBytes = Minimum - 1 })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*6 MiB*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_CPU_limit_that_is_not_a_positive_number_is_rejected(double cpus) =>
        FluentActions.Invoking(() => new ContainerSpec { Cpus = cpus }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void A_label_with_the_prefix_of_the_library_is_rejected() =>
        FluentActions.Invoking(
            () => new ContainerSpec { Labels = new Dictionary<string, string> { ["containerkit.session"] = "x" } })
            .Should().Throw<ArgumentException>().WithMessage("*containerkit.session*another prefix*");

    [Fact]
    public void A_container_spec_does_not_change_when_the_caller_changes_its_lists_afterwards()
    {
        string[] command = ["echo", "one"];
        List<string> words = ["sh"];
        Dictionary<string, string> map = new() { ["A"] = "1" };
        List<PublishedPort> ports = [80];
        var spec = new ContainerSpec(command)
        {
            Entrypoint = words,
            Environment = map,
            Labels = map,
            Publish = ports,
            AddCapabilities = words,
            DropCapabilities = words,
        };

        command[1] = "two";
        words.Add("-c");
        map["A"] = "2";
        ports.Add(81);

        spec.Command.Should().Equal("echo", "one");
        new[] { spec.Entrypoint, spec.AddCapabilities, spec.DropCapabilities }
            .Should().AllSatisfy(list => list.Should().Equal("sh"));
        new[] { spec.Environment, spec.Labels }
            .Should().AllSatisfy(copy => copy.Should().Equal(new Dictionary<string, string> { ["A"] = "1" }));
        spec.Publish.Should().Equal(80);
    }

    [Fact]
    public void A_container_spec_is_shown_without_the_values_of_environment_variables()
    {
        var spec = new ContainerSpec("psql", "-c", "select 1")
        {
            Name = "db",
            Tty = true,
            Publish = ["5432:5432"],
            Environment = new Dictionary<string, string> { ["PASSWORD"] = "s3cret" },
        };

        spec.ToString().Should().Be("run --name db -t -p 5432:5432 psql -c 'select 1'");
    }

    [Fact]
    public void A_container_spec_is_shown_the_same_way_in_a_plan_and_in_an_interpolated_string()
    {
        var spec = new ContainerSpec { Environment = new Dictionary<string, string> { ["PASSWORD"] = "s3cret" } };

        $"{spec} {Image.Pull("app").Run(spec)}".Should().Be("run pull app:latest → run");
    }
}
