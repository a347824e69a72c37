namespace ContainerKit.Tests.Support;

/// <summary>
/// Checks a property with generated inputs, which are the same in each run. A failure reports the smallest input that CsCheck finds, and
/// its seed. The variable <c>CsCheck_Time</c> (seconds) or <c>CsCheck_Seed</c> searches with new inputs instead.
/// </summary>
internal static class Property
{
    private const ulong Seed = 20260101;

    private static bool IsSearch => Check.Time > 0 || Check.Seed is not null;

    /// <summary>Checks that no input makes the assertion throw.</summary>
    public static void Holds<T>(Gen<T> inputs, Action<T> assert, int count = 2000)
    {
        if (IsSearch)
        {
            inputs.Sample(assert, threads: 1);
            return;
        }

        for (var i = 0u; i < count; i++)
        {
            var random = new PCG(i, Seed);
            var seed = random.ToString();
            var input = inputs.Generate(random, null, out _);
            try
            {
                assert(input);
            }
            catch (Exception)
            {
                inputs.Sample(assert, seed: seed, iter: count, threads: 1);
                throw;
            }
        }
    }

    /// <summary>Checks that no input makes the assertion throw.</summary>
    public static async Task HoldsAsync<T>(Gen<T> inputs, Func<T, Task> assert, int count = 2000)
    {
        if (IsSearch)
        {
            await inputs.SampleAsync(assert, threads: 1);
            return;
        }

        for (var i = 0u; i < count; i++)
        {
            var random = new PCG(i, Seed);
            var seed = random.ToString();
            var input = inputs.Generate(random, null, out _);
            try
            {
                await assert(input);
            }
            catch (Exception)
            {
                await inputs.SampleAsync(assert, seed: seed, iter: count, threads: 1);
                throw;
            }
        }
    }
}
