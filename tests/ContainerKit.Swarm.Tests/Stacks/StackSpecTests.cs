namespace ContainerKit.Swarm.Tests.Stacks;

/// <summary>Descriptions that are refused without a request.</summary>
public sealed class StackSpecTests
{
    [Fact]
    public void Stack_with_two_objects_of_a_name_is_refused_when_it_is_described()
    {
        var service = new StackService("web", Image.Pull("busybox"), new ServiceSpec("sleep", "infinity"));
        Throws(() => new StackSpec("shop") { Services = [service, service] });
        Throws(() => new StackSpec("shop") { Networks = [new NetworkSpec()] });
        Throws(() => new StackSpec("shop") { Secrets = [new SecretSpec("a", "x"), new SecretSpec("a", "y")] });
        Throws(() => new StackSpec("a b"));
        Throws(() => new StackService("-", Image.Pull("busybox"), new ServiceSpec("sleep", "infinity")));

        static void Throws(Func<object> create) => create.Should().Throw<ArgumentException>();
    }
}
