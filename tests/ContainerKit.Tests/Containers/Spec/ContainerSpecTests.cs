namespace ContainerKit.Tests;

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
    public void A_name_that_engines_refuse_is_refused_when_it_is_described(string name) =>
        FluentActions.Invoking(() => new ContainerSpec { Name = name }).Should().Throw<ArgumentException>().WithMessage($"'{name}' is not a valid container name*");

    [Theory]
    [InlineData("ab")]
    [InlineData("0a")]
    [InlineData("Web_1.a-b")]
    public void Other_names_are_taken(string name) => new ContainerSpec { Name = name }.Name.Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("A\0")]
    public void A_variable_that_cannot_be_named_so_is_refused(string name) =>
        FluentActions.Invoking(() => new ContainerSpec { Environment = new Dictionary<string, string> { [name] = "x" } })
            .Should().Throw<ArgumentException>().WithMessage("*is not a valid name of an environment variable*");

    [Fact]
    public void A_variable_without_a_value_is_refused() =>
        FluentActions.Invoking(() => new ContainerSpec { Environment = new Dictionary<string, string> { ["A"] = null! } })
            .Should().Throw<ArgumentException>().WithMessage("*'A' is null*");

    [Fact]
    public void A_word_that_is_null_is_refused()
    {
        FluentActions.Invoking(() => new ContainerSpec("ls", null!)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerSpec { Entrypoint = ["sh", null!] }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ContainerSpec { AddCapabilities = [null!] }).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Less_memory_than_engines_take_is_refused()
    {
        const long Least = 6 << 20;

        new ContainerSpec { MemoryBytes = Least }.MemoryBytes.Should().Be(Least);
        FluentActions.Invoking(() => new ContainerSpec { MemoryBytes = Least - 1 }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*6 MiB*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_share_of_cpus_that_is_none_is_refused(double cpus) =>
        FluentActions.Invoking(() => new ContainerSpec { Cpus = cpus }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void The_labels_of_the_library_are_its_own() =>
        FluentActions.Invoking(() => new ContainerSpec { Labels = new Dictionary<string, string> { ["containerkit.session"] = "x" } })
            .Should().Throw<ArgumentException>().WithMessage("*containerkit.session*another prefix*");

    [Fact]
    public void What_the_caller_changes_afterwards_does_not_change_the_spec()
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
        new[] { spec.Entrypoint, spec.AddCapabilities, spec.DropCapabilities }.Should().AllSatisfy(list => list.Should().Equal("sh"));
        new[] { spec.Environment, spec.Labels }.Should().AllSatisfy(copy => copy.Should().Equal(new Dictionary<string, string> { ["A"] = "1" }));
        spec.Publish.Should().Equal(80);
    }

    [Fact]
    public void It_is_shown_without_the_values_of_variables()
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
    public void It_is_shown_in_a_plan_and_in_an_interpolated_text_the_same_way()
    {
        var spec = new ContainerSpec { Environment = new Dictionary<string, string> { ["PASSWORD"] = "s3cret" } };

        $"{spec} {Image.Pull("app").Run(spec)}".Should().Be("run pull app:latest → run");
    }
}
