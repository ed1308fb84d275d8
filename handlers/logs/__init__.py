"""What staff on duty write down in one sentence (clauses 3.4.1, 3.4.3, 3.4.4, 3.4.6): 值班, 交班, 巡逻; 消毒, 垃圾清运."""
